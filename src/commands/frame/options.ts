/** Options that `ors frame send` and `ors frame expect` have in common. */
import { argument } from "../../console/option/argument.ts";
import { count, seconds } from "../../console/option/number.ts";
import { makeOption } from "../../console/option/option.ts";
import { file, flag } from "../../console/option/word.ts";
import { headerBytes } from "../../frame/fields.ts";
import { maxEthernetFrame } from "../../link/frames/frame-pool.ts";
import { json } from "../options.ts";
import { addressKind, fillKind, payloadKind, portKind, tagsKind, typeKind } from "./kinds.ts";

export const port = argument(
  makeOption(portKind, {
    description: "tap:NAME, packet:NAME (the kernel's end), shm:SOCKET[#ID] or held:NAME",
    required: true,
  }),
);

export const holderSocket = file({
  description: "socket of the holder, for held:NAME",
  variable: "ORS_FRAME_SOCKET",
});

const maxHeadroom = 1024;

export const headroom = count({
  description: "bytes before each frame in shared memory",
  default: 0,
  max: maxHeadroom,
});

const maxRings = 16;

export const rings = count({
  description: "rings on which the server of shm:SOCKET sends; Open vSwitch with DPDK has 2",
  default: 1,
  min: 1,
  max: maxRings,
});

export const fields = {
  dst: makeOption(addressKind, { description: "destination" }),
  src: makeOption(addressKind, { description: "source" }),
  vlan: makeOption(tagsKind, {
    description: "an 802.1Q tag, once for each of a stack, outermost first; none for a frame without",
    repeats: true,
  }),
  type: makeOption(typeKind, { description: "Ethernet type" }),
  payload: makeOption(payloadKind, { description: "what stands behind the type" }),
  length: count({
    description: "bytes of the whole frame, without check sequence",
    min: headerBytes,
    max: maxEthernetFrame,
  }),
  fill: makeOption(fillKind, { description: "byte that fills the frame behind the payload" }),
  sequence: flag({ description: "the number of each frame, from 0, stands in its last four bytes" }),
} as const;

export const common = {
  ...fields,
  pcapIn: file({ description: "the frames of a capture file instead" }),
  headroom,
  rings,
  secretFile: file({ description: "the file with the secret that the server of shm:SOCKET wants to hear" }),
  socket: holderSocket,
  json,
} as const;

/** Fields of a frame do not go with a file of whole frames. */
export const fieldsOrFile = (Object.keys(fields) as (keyof typeof fields)[]).map(
  (name) => [name, "pcapIn"] as const,
);

const day = 86_400;

export const timeout = (description: string) => seconds({ description, default: 5, max: day });

export const maxFrames = 1_000_000_000;

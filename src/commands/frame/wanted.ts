/** Options as frames: by their fields, or those of a capture file. */
import { readFileSync } from "node:fs";
import type { ValuesOf } from "../../console/definition.ts";
import { getLeastLength } from "../../frame/encode.ts";
import type { FrameFields } from "../../frame/fields.ts";
import { decodePcap } from "../../frame/pcap.ts";
import { makeUsageError } from "../../input/usage.ts";
import { FailureError } from "../../issue/exit-code.ts";
import type { Payload } from "./kinds.ts";
import type { definition } from "./send/definition.ts";

export type Wanted = { readonly fields: FrameFields } | { readonly frames: readonly Uint8Array[] };

type Values = Pick<
  ValuesOf<typeof definition>,
  "dst" | "src" | "vlan" | "type" | "payload" | "length" | "fill" | "sequence" | "pcapIn"
>;

/** @throws UsageError where the length is too short for the rest, FailureError where a file cannot be read */
export function readWanted(options: Values): Wanted {
  if (options.pcapIn !== undefined) return { frames: readCapture(options.pcapIn) };
  const fields: FrameFields = {
    destination: options.dst,
    source: options.src,
    vlans: options.vlan,
    type: options.type,
    payload: options.payload && readPayload(options.payload),
    length: options.length,
    fill: options.fill,
    isNumbered: options.sequence,
  };
  const least = getLeastLength(fields);
  if (fields.length !== undefined && fields.length < least)
    throw makeUsageError(`--length ${fields.length} is too short`, `${least} or more for these fields`);
  return { fields };
}

function readCapture(path: string): readonly Uint8Array[] {
  const capture = decodePcap(readBytes(path));
  if ("problem" in capture) throw new FailureError(`${path}: ${capture.problem}`);
  if (capture.frames.length === 0) throw new FailureError(`${path}: no frame is in it`);
  return capture.frames;
}

function readPayload(payload: Payload): Uint8Array {
  return "file" in payload ? readBytes(payload.file) : payload.bytes;
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new FailureError(`${path}: ${(cause as Error).message}`);
  }
}

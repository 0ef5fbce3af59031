/** A switch over the TAPs of this network namespace, with the clock and the random numbers of this machine. */
import { randomBytes } from "node:crypto";
import type { Endpoint } from "../../vlan/configuration.ts";
import { openFrameIo } from "../frames/frame-io.ts";
import type { FrameIo } from "../frames/frame-io-type.ts";
import { tickMs } from "./core/address-table.ts";
import { hashSecrets } from "./core/hash.ts";
import type { OpenPort } from "./port.ts";
import { createShmOpener } from "./shm/shm-opener.ts";
import { closeSwitch, createSwitch, type Switch, type SwitchOptions } from "./switch.ts";
import { createTapGroup } from "./tap/tap-group.ts";
import { followTapLinks } from "./tap/tap-links.ts";
import { createTapOpener } from "./tap/tap-port.ts";

/** What a switch of its own has none of. */
const noRadioUnits: OpenPort<Extract<Endpoint, { kind: "radio" }>> = ({ ru }) => {
  throw new Error(`only \`ors emulate --switch\` has Radio Unit ${JSON.stringify(ru)}`);
};

export type OpenSwitch = { readonly switch: Switch; readonly io: FrameIo; readonly close: () => void };

/**
 * @param warn what may be of interest to whoever runs it
 * @param radio opens ports of emulated Radio Units
 */
export function openSwitch(
  warn: (text: string) => void,
  options: Pick<SwitchOptions, "onTraffic" | "onChange"> = {},
  radio = noRadioUnits,
): OpenSwitch {
  const io = openFrameIo();
  const links = followTapLinks(warn);
  const secrets = Uint32Array.from({ length: hashSecrets }, () => randomBytes(4).readUInt32LE());
  const readTicks = () => Math.floor(performance.now() / tickMs);
  const shm = createShmOpener(warn);
  const open = { tap: createTapOpener(createTapGroup(io), links), shm: shm.open, radio };
  const one = createSwitch({ ...options, secrets, readTicks, open });
  const close = () => {
    closeSwitch(one);
    links.close();
    shm.close();
    io.close();
  };
  return { switch: one, io, close };
}

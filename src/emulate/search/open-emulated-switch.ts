/** The switch that emulated Radio Units are behind. */
import type { Issue } from "../../issue/issue.ts";
import { serveControl } from "../../link/switch/control/serve-control.ts";
import { openSwitch } from "../../link/switch/open-switch.ts";
import { createRadioOpener } from "../../link/switch/radio/radio-port.ts";
import type { RadioWire } from "../../link/switch/radio/radio-wire.ts";
import { openReader } from "../../link/switch/reader/open-reader.ts";
import type { Switch } from "../../link/switch/switch.ts";
import { takeOver } from "../../link/switch/take-over.ts";
import type { SwitchConfiguration } from "../../vlan/configuration.ts";
import type { VlanSearch } from "./vlan-search.ts";

export type EmulatedSwitch = {
  readonly configuration: SwitchConfiguration;
  /** What it was read from, for whoever asks the switch for it. */
  readonly text: string;
  /** Path of a control socket, for `ors switch`; null for none. */
  readonly control: string | null;
  readonly search: VlanSearch;
  /** Is given what may be of interest to whoever runs it. */
  readonly warn: (text: string) => void;
  /** The error where the switch cannot have its ports. */
  readonly makeError: (issues: readonly Issue[]) => Promise<Error>;
};

/**
 * Opens it with its ports.
 *
 * @param wires those of the Radio Units, by their references; to be closed after the switch
 * @returns what closes it
 * @throws what `makeError` makes of what stands against its ports, FailureError where the control socket cannot be had;
 *   nothing is open then
 */
export async function openEmulatedSwitch(
  emulated: EmulatedSwitch,
  wires: ReadonlyMap<string, RadioWire>,
): Promise<() => void> {
  const radio = createRadioOpener(wires);
  const open = openSwitch(emulated.warn, {}, radio.open);
  const undo = [radio.close, open.close];
  const close = () => {
    for (const step of undo.splice(0).reverse()) step();
  };
  try {
    const issues =
      emulated.control === null
        ? (await takeOver(open.switch, emulated.configuration)).issues
        : await applyByControl(open.switch, emulated, emulated.control, undo);
    if (issues.some(({ severity }) => severity === "error")) throw await emulated.makeError(issues);
    return close;
  } catch (error) {
    close();
    throw error;
  }
}

/** Serves the control socket, which has the text then that it gives its askers. */
async function applyByControl(
  one: Switch,
  { text, warn }: EmulatedSwitch,
  path: string,
  undo: (() => void)[],
): Promise<readonly Issue[]> {
  const reader = openReader();
  undo.push(reader.close);
  let hasBegun = false;
  const log = (line: string) => {
    if (hasBegun) warn(line);
  };
  const control = serveControl(one, { path, reader, log });
  undo.push(control.close);
  const { ok, issues } = await control.apply(Buffer.from(text), "");
  hasBegun = true;
  return ok ? [] : issues;
}

/** The switch that emulated Radio Units are behind. */
import type { Issue } from "../../issue/issue.ts";
import { openSwitch } from "../../link/switch/open-switch.ts";
import { createRadioOpener } from "../../link/switch/radio/radio-port.ts";
import type { RadioWire } from "../../link/switch/radio/radio-wire.ts";
import { takeOver } from "../../link/switch/take-over.ts";
import type { SwitchConfiguration } from "../../vlan/configuration.ts";
import type { VlanSearch } from "./vlan-search.ts";

export type EmulatedSwitch = {
  readonly configuration: SwitchConfiguration;
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
 * @throws what `makeError` makes of what stands against its ports; nothing is open then
 */
export async function openEmulatedSwitch(
  { configuration, warn, makeError }: EmulatedSwitch,
  wires: ReadonlyMap<string, RadioWire>,
): Promise<() => void> {
  const radio = createRadioOpener(wires);
  const open = openSwitch(warn, {}, radio.open);
  const close = () => {
    open.close();
    radio.close();
  };
  const { issues } = await takeOver(open.switch, configuration);
  if (issues.length === 0) return close;
  close();
  throw await makeError(issues);
}

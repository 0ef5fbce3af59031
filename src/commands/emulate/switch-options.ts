/** What belongs to `--switch`: its control socket, and how Radio Units behind it search their VLAN. */
import { count, seconds } from "../../console/option/number.ts";
import { vlanOrder, vlanRange } from "../../console/option/vlans.ts";
import { file } from "../../console/option/word.ts";
import { defaultPauseSeconds, defaultPerVlanSeconds, defaultRounds } from "../../emulate/limits.ts";
import type { VlanSearch } from "../../emulate/search/vlan-search.ts";
import { makeUsageError } from "../../input/usage.ts";
import { everyVlan, type VlanList } from "../../vlan/vlan-list.ts";

const day = 86_400;
const maxRounds = 1_000_000;

/** They have no defaults of their own, so that one that is given without a switch is noticed. */
export const switchOptions = {
  control: file({ description: "with --switch: a control socket of the switch, for `ors switch`" }),
  vlans: vlanOrder({ description: "with --switch: VLANs that Radio Units try, in this order" }),
  vlanRange: vlanRange({
    description: "with --switch: VLANs that they try after those",
    shownDefault: "all, or none where --vlans is given",
  }),
  perVlan: seconds({
    description: "with --switch: how long the DHCP client runs on each",
    shownDefault: `${defaultPerVlanSeconds}`,
    min: 1,
    max: day,
  }),
  pause: seconds({
    description: "with --switch: time between two rounds",
    shownDefault: `${defaultPauseSeconds}`,
    max: day,
  }),
  rounds: count({
    description: "with --switch: after so many rounds a Radio Unit gives up",
    shownDefault: `${defaultRounds}`,
    min: 1,
    max: maxRounds,
  }),
};

export type SwitchValues = {
  readonly control: string | undefined;
  readonly vlans: readonly number[] | undefined;
  readonly vlanRange: VlanList | undefined;
  readonly perVlan: number | undefined;
  readonly pause: number | undefined;
  readonly rounds: number | undefined;
};

/** The search that the options ask for. */
export function readSearch({ vlans, vlanRange, perVlan, pause, rounds }: SwitchValues): VlanSearch {
  return {
    vlans: vlans ?? [],
    range: vlanRange ?? (vlans === undefined ? everyVlan : []),
    perVlanMs: (perVlan ?? defaultPerVlanSeconds) * 1000,
    pauseMs: (pause ?? defaultPauseSeconds) * 1000,
    rounds: rounds ?? defaultRounds,
  };
}

/** @throws UsageError where one of them is given */
export function refuseWithoutSwitch(values: SwitchValues): void {
  const { control, vlans, vlanRange, perVlan, pause, rounds } = values;
  const names = { "--control": control, "--vlans": vlans, "--vlan-range": vlanRange, "--per-vlan": perVlan };
  const given = Object.entries({ ...names, "--pause": pause, "--rounds": rounds });
  for (const [name, value] of given)
    if (value !== undefined) throw makeUsageError(`${name} without --switch`);
}

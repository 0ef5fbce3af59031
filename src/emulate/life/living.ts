/** What the life of an emulated Radio Unit works on. */
import type { VlanInterface } from "../../link/cable/vlan-interface.ts";
import type { EmulatedRadioUnit, SharedParts } from "../radio-unit.ts";
import type { VlanSearch } from "../search/vlan-search.ts";

export type Living = Pick<EmulatedRadioUnit, "place" | "state"> & {
  readonly namespace: number;
  readonly vlanInterface: VlanInterface;
  readonly shared: SharedParts;
  /** What it keeps over restarts: how it searches its VLAN; null where it is not behind a switch. */
  readonly memory: { search: VlanSearch | null };
  /** Takes its interface down, and the link of whoever is at the other end; or sets that link up again. */
  readonly setPowered: (isPowered: boolean) => void;
  /** Brings its state to what it is before there is an address. */
  readonly resetState: () => void;
  readonly noteProblem: (problem: string) => void;
};

/** One Radio Unit without hardware: a namespace, a cable to its subtap or to a switch, and what a Radio Unit runs. */
import type { Cable } from "../link/cable/cable.ts";
import type { FrameBatch } from "../link/frames/frame-batch.ts";
import type { FrameIo } from "../link/frames/frame-io-type.ts";
import type { RadioWire } from "../link/switch/radio/radio-wire.ts";
import type { FaultKind } from "./netconf/faults/faults.ts";
import type { Order, OrderAnswer } from "./orders/order.ts";
import type { VlanSearch } from "./search/vlan-search.ts";

export type RadioUnitPlace = {
  /** Reference of the Radio Unit. */
  readonly ru: string;
  /** Its subtap. */
  readonly tap: string;
  /** Six bytes. */
  readonly mac: Uint8Array;
  /** The host's address on the subtap. */
  readonly addr: string;
  /** How its NETCONF server is reached; null where its kind has none. */
  readonly netconf: { readonly port: number; readonly user: string; readonly password: string } | null;
};

/** What all Radio Units of an emulation share. */
export type SharedParts = {
  readonly io: FrameIo;
  readonly batch: FrameBatch;
  /** Folder of the leases. */
  readonly folder: string;
  readonly dhcpScript: string;
  readonly loss: number;
  readonly delayMs: number;
  /** Milliseconds until a Radio Unit that is not behind a switch says that it has no address yet. */
  readonly timeoutMs: number;
  /** Aborted where no address can be had any more, with the reason. */
  readonly serverGone: AbortSignal;
  /** What a Radio Unit does wrong, by its reference. */
  readonly faults: ReadonlyMap<string, readonly FaultKind[]>;
  /** Milliseconds of a restart. */
  readonly bootMs: number;
  /** Called with the reference of a Radio Unit that begins anew, and when it has found its address then or given up. */
  readonly onChange: (ru: string, change: RadioUnitChange) => void;
  /** Runs a step when its turn has come: not all of them start a program at once. */
  readonly runInTurn: <T>(step: () => Promise<T>) => Promise<T>;
  /** Where Radio Units are behind a switch; null where each has a cable to its subtap. */
  readonly behindSwitch: {
    readonly search: VlanSearch;
    /** By their references; each adds its own. */
    readonly wires: Map<string, RadioWire>;
  } | null;
};

/** `expired`: its lease has ended, and it searches anew. `restarts`: it is without power. `settled`: it has an address, or none. */
export type RadioUnitChange = "expired" | "restarts" | "settled";

/** `failed`: it has given up, and needs a restart. */
export type RadioUnitPhase = "restarting" | "searching" | "found" | "failed";

export type RadioUnitState = {
  phase: RadioUnitPhase;
  /** What DHCPv6 gave it. */
  address: string | null;
  /** The VLAN on which it did; null for none, and where it is not behind a switch. */
  vlan: number | null;
  /** The VLAN that it tries now, 0 for none; null while it tries nothing, and where it is not behind a switch. */
  trying: number | null;
  /** VLANs that it has tried in this search, no VLAN being one; null where it is not behind a switch. */
  tries: number | null;
  /** MAC address of the host's end, as neighbour discovery found it. */
  neighbour: string | null;
  /** Milliseconds of a ping to the host. */
  roundTrip: number | null;
  /** Whether its NETCONF server listens; null where its kind has none. */
  netconf: boolean | null;
  /** What went wrong last. */
  problem: string | null;
};

export type EmulatedRadioUnit = {
  readonly place: RadioUnitPlace;
  readonly state: RadioUnitState;
  readonly cable: Cable;
  /**
   * Begins its life. Settles when it has reached the host or given up for the first time, or is ended; what fails is in
   * the state.
   */
  readonly start: () => Promise<void>;
  /** Does what it is ordered while it runs. */
  readonly obey: (order: Order) => OrderAnswer;
  readonly end: () => Promise<void>;
};

/** Name of a Radio Unit's interface in its namespace. */
export const radioInterface = "ru0";

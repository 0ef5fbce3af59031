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
  /** Settles where no address can be had any more, with the reason. */
  readonly serverEnded: Promise<string>;
  /** What a Radio Unit does wrong, by its reference. */
  readonly faults: ReadonlyMap<string, readonly FaultKind[]>;
  /** Milliseconds of a restart. */
  readonly bootMs: number;
  /** Runs a step when its turn has come: not all of them start a program at once. */
  readonly runInTurn: <T>(step: () => Promise<T>) => Promise<T>;
  /** Where Radio Units are behind a switch; null where each has a cable to its subtap. */
  readonly behindSwitch: {
    readonly search: VlanSearch;
    /** By their references; each adds its own. */
    readonly wires: Map<string, RadioWire>;
  } | null;
};

export type RadioUnitState = {
  /** What DHCPv6 gave it. */
  address: string | null;
  /** The VLAN on which it did; null for none, and where it is not behind a switch. */
  vlan: number | null;
  /** VLANs that it has tried, no VLAN being one; null where it is not behind a switch. */
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
  /** Runs the client until there is an address, then reaches the host; what fails is in the state. */
  readonly start: (timeoutMs: number) => Promise<void>;
  /** Does what it is ordered while it runs. */
  readonly obey: (order: Order) => OrderAnswer;
  readonly end: () => Promise<void>;
};

/** Name of a Radio Unit's interface in its namespace. */
export const radioInterface = "ru0";

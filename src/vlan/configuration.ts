/** A switch as it is configured: its ports, and which VLANs each of them has. */
import type { VlanList } from "./vlan-list.ts";
import { joinVlans } from "./vlan-list.ts";

/** What is at the other end of a port. */
export type Endpoint =
  | { readonly kind: "tap"; readonly name: string }
  | SharedMemoryEndpoint
  /** An emulated Radio Unit, by its reference. */
  | { readonly kind: "radio"; readonly ru: string };

/** A memif server: whoever connects to the socket names the id. */
export type SharedMemoryEndpoint = {
  readonly kind: "shm";
  readonly socket: string;
  readonly id: number;
  /** What a peer has to say; empty where nothing. */
  readonly secret: string;
  /** Users that may connect, beside the switch's own and root. */
  readonly allow: readonly number[];
};

/** Frames without a tag, or with a priority tag, belong to its own VLAN, which leaves without a tag. */
export type PortConfiguration = {
  readonly name: string;
  readonly endpoint: Endpoint;
  /** The VLAN of an access port; null for a trunk. */
  readonly access: number | null;
  /** The VLANs of a trunk, as given; null for an access port. */
  readonly trunk: VlanList | null;
  /** The own VLAN of a trunk, which need not be in its list; null where it has none. */
  readonly native: number | null;
  /** Isolated ports do not reach each other. */
  readonly isolated: boolean;
  /** Frames a second that it may flood; 0 for no limit. */
  readonly flood: number;
};

export type SwitchConfiguration = {
  /** Seconds without a frame until an address is forgotten. */
  readonly ageing: number;
  /** Addresses that one port may teach. */
  readonly addresses: number;
  readonly ports: readonly PortConfiguration[];
};

/** The VLAN of frames without a tag; 0 where it has none. */
export function getOwnVlan({ access, native }: PortConfiguration): number {
  return access ?? native ?? 0;
}

/** Every VLAN that it has, its own included. */
export function getVlans(port: PortConfiguration): VlanList {
  const own = getOwnVlan(port);
  const ownList = own === 0 ? [] : [{ first: own, last: own }];
  return joinVlans(port.trunk ?? [], ownList);
}

/** Whether nothing of an endpoint is other than before. */
export function isEqualEndpoint(one: Endpoint, other: Endpoint): boolean {
  if (formatEndpoint(one) !== formatEndpoint(other)) return false;
  if (one.kind !== "shm" || other.kind !== "shm") return true;
  return one.secret === other.secret && one.allow.join() === other.allow.join();
}

/** `tap slaptap16`; the same for two ports that have the same endpoint. */
export function formatEndpoint(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case "tap":
      return `tap ${endpoint.name}`;
    case "shm":
      return `shm ${endpoint.socket}#${endpoint.id}`;
    case "radio":
      return `radio ${endpoint.ru}`;
  }
}

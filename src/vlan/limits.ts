/** Limits of a switch and its configuration, each here only: checks, messages, schema, documents and tests read them. */
import type { Range } from "../instance/limits.ts";

/** VLAN identifiers that a port can have: IEEE 802.1Q §9.6 reserves 0 (priority tag) and 4095. */
export const vlanId: Range = { min: 1, max: 4094 };

export const maxPorts = 256;

/** Bytes of a configuration: one message of a SEQPACKET socket, well below the kernel's standard send buffer. */
export const maxConfigurationBytes = 131_072;

/** s */
export const ageing: Range = { min: 1, max: 1_000_000 };

/** Addresses that one port may teach. */
export const addresses: Range = { min: 1, max: 65_536 };
/** Of all ports together: the table has two places for each. */
export const maxAddresses = 1_048_576;

/** Frames a second that one port may flood; 0 for no limit. */
export const flood: Range = { min: 0, max: 100_000_000 };

/** Numbers of interfaces on one memif socket: 32 bits of its INIT message. */
export const sharedMemoryId: Range = { min: 0, max: 2 ** 32 - 1 };

/** Characters of a memif secret: 24 bytes with the closing zero. */
export const maxSecretLength = 23;
/** Numbers of users: the highest of 32 bits means none. */
export const userId: Range = { min: 0, max: 2 ** 32 - 2 };
/** Users that one port of shared memory allows beside its own. */
export const maxAllowedUsers = 16;

/** Ports are labels of metrics and words of the command line. */
export const maxPortNameLength = 63;

export const switchDefaults = {
  ageing: 300,
  addresses: 1024,
  flood: 20_000,
  id: 0,
  isolated: false,
} as const;

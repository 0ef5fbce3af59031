/** The switch's memory: what a frame is judged by, and what is counted. It knows no descriptor and no clock. */
import { type AddressTable, createAddressTable } from "./address-table.ts";
import { type Counters, createCounters } from "./counters.ts";
import { maskWords } from "./frames.ts";
import { createTables, type Tables } from "./tables.ts";

export type Core = {
  /** Replaced as a whole by a configuration. */
  tables: Tables;
  readonly addresses: AddressTable;
  readonly counters: Counters;
  /** Ports whose link is up. */
  readonly up: Int32Array;
  /** Frames that each port has flooded in its last second, and which second that is. */
  readonly flooded: Float64Array;
  readonly floodSecond: Float64Array;
};

/** A core without ports. @param secrets random words, as many as `hashSecrets` says */
export function createCore(secrets: Uint32Array): Core {
  const tables = createTables([]);
  return {
    tables,
    addresses: createAddressTable(secrets),
    counters: createCounters(),
    up: new Int32Array(maskWords),
    flooded: new Float64Array(tables.floodLimit.length),
    floodSecond: new Float64Array(tables.floodLimit.length),
  };
}

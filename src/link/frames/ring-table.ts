/** Descriptors that a ring knows in advance: a request then need not look up the file. */
import { type Ring, registerTable, updateTable } from "../../libc/io-uring.ts";

export type RingTable = {
  /** Does nothing where the table is full or the kernel refuses. */
  readonly add: (fd: number) => void;
  readonly remove: (fd: number) => void;
  /** Its place, or −1. */
  readonly placeOf: (fd: number) => number;
};

/** Places in the table: two TAPs for each of 256 Radio Units. */
const tablePlaces = 512;
/** Descriptors above are not looked up: they are used without the table. */
const maxDescriptor = 65_535;
const unknown = -1;

export function createRingTable(ring: Ring): RingTable {
  const free = registerTable(ring, tablePlaces)
    ? Array.from({ length: tablePlaces }, (_, index) => tablePlaces - 1 - index)
    : [];
  const places = new Int16Array(maxDescriptor + 1).fill(unknown);
  const placeOf = (fd: number) => (fd <= maxDescriptor ? (places[fd] as number) : unknown);
  return {
    placeOf,
    add: (fd) => {
      const place = free.at(-1);
      if (place === undefined || fd > maxDescriptor || placeOf(fd) !== unknown) return;
      if (!updateTable(ring, place, fd)) return;
      free.pop();
      places[fd] = place;
    },
    remove: (fd) => {
      const place = placeOf(fd);
      if (place === unknown) return;
      updateTable(ring, place, -1);
      places[fd] = unknown;
      free.push(place);
    },
  };
}

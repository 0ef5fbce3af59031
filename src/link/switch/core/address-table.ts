/**
 * Which address was last seen at which port, for each VLAN by itself: one table for all VLANs, of open addressing, in
 * which nothing is made or moved for a frame. Each port may teach so many addresses, so none of them can push out
 * those of the others.
 */
import { maxPorts } from "../../../vlan/limits.ts";
import { createHash, type Hash, hashAddress } from "./hash.ts";

/**
 * An address in a VLAN is two words: the address's first four bytes in `low`, and in `high` its last two with the VLAN
 * above them. A place of the table has four words: low, high, the time, and the port + 1 (0 where the place is free).
 */
export type AddressTable = {
  places: Int32Array;
  /** Number of places less one; they are a power of two. */
  last: number;
  readonly hash: Hash;
  /** Addresses of each port, those included that are too old. */
  readonly counts: Uint32Array;
  /** The most that one port may teach. */
  limit: number;
  /** Without a frame for so many ticks, an address is forgotten. */
  ageing: number;
  /** When the old ones were last looked for. */
  swept: number;
};

/** Time is counted in ticks of this many milliseconds, so that 32 bits are enough for 13 years. */
export const tickMs = 100;

const placeWords = 4;
const minPlaces = 1024;
const none = -1;

/** An empty table. @param secrets random numbers that no peer knows */
export function createAddressTable(secrets: Uint32Array): AddressTable {
  return {
    places: new Int32Array(minPlaces * placeWords),
    last: minPlaces - 1,
    hash: createHash(secrets),
    counts: new Uint32Array(maxPorts),
    limit: 0,
    ageing: 0,
    swept: none,
  };
}

/** The port of an address; −1 where it is not known, or too old. */
export function findPort(table: AddressTable, low: number, high: number, now: number): number {
  const place = findPlace(table, low, high);
  return place === none || isOld(table, place, now) ? none : getPort(table, place);
}

/** What became of an address that a port has shown. */
export const learning = { known: 0, learned: 1, moved: 2, full: 3 } as const;
export type Learning = (typeof learning)[keyof typeof learning];

/** Notes that an address was seen at a port. One that a full port shows is not known anywhere afterwards. */
export function learnAddress(
  table: AddressTable,
  low: number,
  high: number,
  port: number,
  now: number,
): Learning {
  const place = findPlace(table, low, high);
  if (place === none) return addAddress(table, low, high, port, now);
  if (getPort(table, place) === port && !isOld(table, place, now)) {
    table.places[place + 2] = now;
    return learning.known;
  }
  return learnAnew(table, place, port, now);
}

/** An address that was at another port, or not seen for too long. */
function learnAnew(table: AddressTable, place: number, port: number, now: number): Learning {
  const wasOld = isOld(table, place, now);
  const [low, high] = [table.places[place] as number, table.places[place + 1] as number];
  forgetPlace(table, place);
  const result = addAddress(table, low, high, port, now);
  return result === learning.learned && !wasOld ? learning.moved : result;
}

/** Forgets what a condition holds for; it is asked for each address's port and VLAN. */
export function forgetAddresses(
  table: AddressTable,
  isForgotten: (port: number, vlan: number) => boolean,
): void {
  forgetPlaces(table, (place) => isForgotten(getPort(table, place), getVlan(table, place)));
}

/** Forgets what is too old. */
export function forgetOld(table: AddressTable, now: number): void {
  if (table.swept === now) return;
  table.swept = now;
  forgetPlaces(table, (place) => isOld(table, place, now));
}

/** Changes the ageing time. What was too old before does not come back. */
export function setAgeing(table: AddressTable, ageing: number, now: number): void {
  if (table.ageing === ageing) return;
  forgetOld(table, now);
  table.ageing = ageing;
  table.swept = none;
}

/** Makes room for so many addresses in all; the table never becomes smaller. */
export function growTable(table: AddressTable, addresses: number): void {
  let places = minPlaces;
  while (places < 2 * addresses) places *= 2;
  if (places <= table.last + 1) return;
  const before = table.places;
  table.places = new Int32Array(places * placeWords);
  table.last = places - 1;
  for (let place = 0; place < before.length; place += placeWords) {
    if (before[place + 3] === 0) continue;
    const at = findFree(table, before[place] as number, before[place + 1] as number);
    for (let word = 0; word < placeWords; word++) table.places[at + word] = before[place + word] as number;
  }
}

/** How many there are of all ports, those included that are too old. */
export function countAddresses({ counts }: AddressTable): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

export type KnownAddress = {
  readonly mac: string;
  readonly vlan: number;
  readonly port: number;
  /** Ticks since its last frame. */
  readonly age: number;
};

/** Every address that is known, in no order. */
export function* eachAddress(table: AddressTable, now: number): Generator<KnownAddress> {
  const { places } = table;
  for (let place = 0; place < places.length; place += placeWords) {
    if (places[place + 3] === 0 || isOld(table, place, now)) continue;
    const mac = formatAddress(places[place] as number, places[place + 1] as number);
    const age = (now - (places[place + 2] as number)) >>> 0;
    yield { mac, vlan: getVlan(table, place), port: getPort(table, place), age };
  }
}

function findPlace({ places, last, hash }: AddressTable, low: number, high: number): number {
  for (let index = hashAddress(hash, low, high) & last; ; index = (index + 1) & last) {
    const place = index * placeWords;
    if (places[place + 3] === 0) return none;
    if (places[place] === low && places[place + 1] === high) return place;
  }
}

/** At most every other place is taken, so there is one. */
function findFree({ places, last, hash }: AddressTable, low: number, high: number): number {
  let index = hashAddress(hash, low, high) & last;
  while (places[index * placeWords + 3] !== 0) index = (index + 1) & last;
  return index * placeWords;
}

function addAddress(table: AddressTable, low: number, high: number, port: number, now: number): Learning {
  const { counts } = table;
  if ((counts[port] as number) >= table.limit) forgetOld(table, now);
  if ((counts[port] as number) >= table.limit) return learning.full;
  const place = findFree(table, low, high);
  const { places } = table;
  places[place] = low;
  places[place + 1] = high;
  places[place + 2] = now;
  places[place + 3] = port + 1;
  counts[port] = (counts[port] as number) + 1;
  return learning.learned;
}

function isOld({ places, ageing }: AddressTable, place: number, now: number): boolean {
  return (now - (places[place + 2] as number)) >>> 0 >= ageing;
}

function getPort({ places }: AddressTable, place: number): number {
  return (places[place + 3] as number) - 1;
}

function getVlan({ places }: AddressTable, place: number): number {
  return (places[place + 1] as number) >>> 16;
}

function forgetPlaces(table: AddressTable, isForgotten: (place: number) => boolean): void {
  const { places } = table;
  for (let place = 0; place < places.length; ) {
    if (places[place + 3] === 0 || !isForgotten(place)) place += placeWords;
    else forgetPlace(table, place);
  }
}

/**
 * Frees a place and moves up those behind it that could otherwise not be found (Knuth, The Art of Computer Programming
 * 6.4, algorithm R).
 */
function forgetPlace(table: AddressTable, place: number): void {
  const { places, last, hash, counts } = table;
  const port = getPort(table, place);
  counts[port] = (counts[port] as number) - 1;
  let hole = place / placeWords;
  for (let index = (hole + 1) & last; places[index * placeWords + 3] !== 0; index = (index + 1) & last) {
    const from = index * placeWords;
    const home = hashAddress(hash, places[from] as number, places[from + 1] as number) & last;
    if (((index - home) & last) < ((index - hole) & last)) continue;
    places.copyWithin(hole * placeWords, from, from + placeWords);
    hole = index;
  }
  places[hole * placeWords + 3] = 0;
}

function formatAddress(low: number, high: number): string {
  const bytes = [low, low >>> 8, low >>> 16, low >>> 24, high, high >>> 8].map((word) => word & 0xff);
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}

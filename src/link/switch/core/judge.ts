/**
 * The switch's one decision: which ports a frame goes to. Frame for frame that of Linux's bridge with vlan_filtering
 * (net/bridge/br_vlan.c, br_input.c, br_forward.c), less what needs a port of the host. IEEE 802.1Q-2022 §6.9 and §8.6 have the terms.
 * Nothing is allocated here.
 */
import { findPort, learnAddress, learning, tickMs } from "./address-table.ts";
import type { Core } from "./core.ts";
import { countOne, countReceived, countUnicast, dropReason, dropReasons, way, ways } from "./counters.ts";
import {
  dropped,
  type Frames,
  getBit,
  hasBit,
  headerWords,
  maskWords,
  minTaggedFrame,
  refusedLength,
  toMany,
} from "./frames.ts";
import { mayRepeat, repeatDecision } from "./repetition.ts";
import { hasVlan } from "./tables.ts";

/**
 * Decides about all frames of a batch, in their order.
 *
 * @param port where they came in
 * @param now ticks of a clock that does not jump
 */
export function judgeFrames(core: Core, frames: Frames, port: number, now: number): void {
  const { target, count } = frames;
  const { tableFull } = core.counters;
  countReceived(core.counters, port, frames);
  for (let index = 0; index < count; ) {
    const full = tableFull[port] as number;
    const to = judgeFrame(core, frames, index, port, now);
    target[index++] = to;
    // a source that could not be learned is counted with each of its frames
    if (to >= 0 && mayRepeat(frames, index) && tableFull[port] === full)
      index = repeatDecision(core.counters, frames, index, port);
  }
}

const reasonCount = dropReasons.length;
const wayCount = ways.length;

/** Types as they lie in a word of little endian order: 802.1Q's own tag, and that of 802.1ad. */
const [customerTag, serviceTag] = [0x0081, 0xa888];
const minFrame = 14;
/** 01:80:c2:00, with which the addresses begin that bridges keep to themselves: IEEE 802.1Q §8.6.3. */
const reservedBlock = 0x00c28001;

function judgeFrame(core: Core, frames: Frames, index: number, port: number, now: number): number {
  const { header, length, tagged, tci } = frames;
  const at = index * headerWords;
  const size = length[index] as number;
  if (!hasBit(core.up, port)) return drop(core, port, dropReason.down);
  if (size === refusedLength) return drop(core, port, dropReason.descriptor);
  const type = (header[at + 3] as number) & 0xffff;
  if (isMalformed(type, size, frames.maxFrame)) return drop(core, port, dropReason.malformed);
  const middle = header[at + 1] as number;
  const low = (middle >>> 16) | ((header[at + 2] as number) << 16);
  const high = (header[at + 2] as number) >>> 16;
  if ((low & 1) === 1 || (low === 0 && high === 0)) return drop(core, port, dropReason.source);
  const tag = type === customerTag ? swapBytes((header[at + 3] as number) >>> 16) : 0;
  const vlan = (tag & 0xfff) === 0 ? (core.tables.ownVlan[port] as number) : tag & 0xfff;
  tagged[index] = type === customerTag ? 1 : 0;
  tci[index] = (tag & 0xf000) | vlan;
  const isAllowed = hasVlan(core.tables, port, vlan);
  const own = findReserved(header[at] as number, middle);
  // the source of a pause frame (1) is not learned: it never comes as far in the kernel either
  if (isAllowed && own !== 1) learn(core, low, (vlan << 16) | high, port, now);
  if (own !== 0) return drop(core, port, dropReason.reserved);
  if (!isAllowed) return drop(core, port, dropReason.vlan);
  return forward(core, frames, index, port, now);
}

/** Where a frame goes that its VLAN has let in. */
function forward(core: Core, frames: Frames, index: number, port: number, now: number): number {
  const { header, tci } = frames;
  const at = index * headerWords;
  const low = (header[at] as number) | 0;
  const vlan = (tci[index] as number) & 0xfff;
  if ((low & 1) === 1) return floodFrame(core, frames, index, port, now, way.group);
  const high = (vlan << 16) | ((header[at + 1] as number) & 0xffff);
  const known = findPort(core.addresses, low, high, now);
  if (known < 0) return floodFrame(core, frames, index, port, now, way.flood);
  if (known === port) return drop(core, port, dropReason.same_port);
  if (!canReach(core, port, known, vlan)) return drop(core, port, dropReason.no_port);
  countUnicast(core.counters, port, known, vlan, 1);
  return known;
}

/** To every port of the VLAN but the one it came from, as far as its limit lets it. */
function floodFrame(
  core: Core,
  frames: Frames,
  index: number,
  port: number,
  now: number,
  how: typeof way.flood | typeof way.group,
): number {
  if (isAboveLimit(core, port, now)) return drop(core, port, dropReason.flood);
  const vlan = (frames.tci[index] as number) & 0xfff;
  if (!fillMask(core, frames.masks, index * maskWords, port, vlan))
    return drop(core, port, dropReason.no_port);
  countOne(core.counters.forwarded, port);
  countOne(core.counters.vlan, vlan * wayCount + how);
  return toMany;
}

/** Writes the ports that a flooded frame goes to, and counts its copies; false where there are none. */
function fillMask(core: Core, masks: Int32Array, from: number, port: number, vlan: number): boolean {
  const { tables, up } = core;
  const { words, members, isolated } = tables;
  const isCut = hasBit(isolated, port);
  let any = 0;
  for (let word = 0; word < words; word++) {
    let mask = (members[vlan * words + word] as number) & (up[word] as number);
    if (isCut) mask &= ~(isolated[word] as number);
    if (word === port >>> 5) mask &= ~getBit(port);
    masks[from + word] = mask;
    any |= mask;
    for (let left = mask; left !== 0; left &= left - 1) {
      countOne(core.counters.copies, word * 32 + 31 - Math.clz32(left & -left));
    }
  }
  return any !== 0;
}

function canReach({ tables, up }: Core, from: number, to: number, vlan: number): boolean {
  if (!hasBit(up, to) || !hasVlan(tables, to, vlan)) return false;
  return !hasBit(tables.isolated, to) || !hasBit(tables.isolated, from);
}

/** Counts a frame that is to be flooded; true where its port has flooded enough in this second. */
function isAboveLimit({ tables, flooded: counts, floodSecond }: Core, port: number, now: number): boolean {
  const limit = tables.floodLimit[port] as number;
  if (limit === 0) return false;
  const second = Math.floor((now * tickMs) / 1000);
  if (floodSecond[port] !== second) {
    floodSecond[port] = second;
    counts[port] = 0;
  }
  if ((counts[port] as number) >= limit) return true;
  countOne(counts, port);
  return false;
}

function learn(core: Core, low: number, high: number, port: number, now: number): void {
  const result = learnAddress(core.addresses, low, high, port, now);
  if (result === learning.moved) countOne(core.counters.moves, port);
  else if (result === learning.full) countOne(core.counters.tableFull, port);
}

/** The last digit of one of the addresses 01:80:c2:00:00:01 to 0f; 0 for every other address. */
function findReserved(first: number, second: number): number {
  return first === reservedBlock && (second & 0xf0ff) === 0 ? (second >>> 8) & 0xf : 0;
}

function isMalformed(type: number, size: number, maxFrame: number): boolean {
  if (size < minFrame || size > maxFrame) return true;
  return size < minTaggedFrame && (type === customerTag || type === serviceTag);
}

function drop({ counters }: Core, port: number, reason: number): number {
  countOne(counters.dropped, port * reasonCount + reason);
  return dropped;
}

function swapBytes(word: number): number {
  return ((word & 0xff) << 8) | (word >>> 8);
}

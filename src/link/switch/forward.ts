/** A turn of a port: what waits there is received, judged and handed on. */
import { dropped, type Frames, maskWords, toMany } from "./core/frames.ts";
import { judgeFrames } from "./core/judge.ts";
import { findTag, untagged } from "./port.ts";
import type { Switch } from "./switch.ts";

/** Batches that one port may bring before the others have their turn, and how long none more is begun. */
const maxBatchesInTurn = 4;
const maxTurnMs = 1;

/** What is left after a turn is still readable, and the event loop comes back to it. */
export function serveTurn(one: Switch, number: number): void {
  const now = one.options.readTicks();
  const start = performance.now();
  for (let turn = 0; turn < maxBatchesInTurn; turn++) {
    const port = one.ports[number]?.line.port;
    if (port === undefined) return;
    const { frames } = port;
    if (port.receive() === 0) break;
    judgeFrames(one.core, frames, number, now);
    handOn(one, frames);
    port.giveBack?.();
    if (frames.count < frames.capacity && port.hasMore?.() !== true) break;
    if (performance.now() - start > maxTurnMs) break;
  }
  one.options.onTraffic?.();
}

/** Ports that were given a frame of this batch. */
const touched = new Int32Array(maskWords);

function handOn(one: Switch, frames: Frames): void {
  const { target, count } = frames;
  touched.fill(0);
  for (let index = 0; index < count; ) {
    const to = target[index] as number;
    const first = index++;
    if (to === toMany) sendToMany(one, frames, first);
    else if (to !== dropped) {
      while (index < count && target[index] === to) index++;
      sendRun(one, frames, first, index, to);
    }
  }
  for (let word = 0; word < maskWords; word++) {
    for (let left = touched[word] as number; left !== 0; left &= left - 1) {
      one.ports[getPort(word, left)]?.line.port.flush();
    }
  }
}

/** Frames that go to one port and stand side by side. */
function sendRun(one: Switch, frames: Frames, first: number, end: number, to: number): void {
  const port = one.ports[to]?.line.port;
  if (port?.sendMany === undefined) {
    for (let index = first; index < end; index++) sendTo(one, frames, index, to);
    return;
  }
  touch(to);
  port.sendMany(frames, first, end, one.core.tables.ownVlan[to] as number);
}

/**
 * First to the ports that take the frame as it lies there, then to the others: so it is changed at most once, however
 * many they are.
 */
function sendToMany(one: Switch, frames: Frames, index: number): void {
  const isTagged = frames.tagged[index] === 1;
  sendToThose(one, frames, index, isTagged);
  sendToThose(one, frames, index, !isTagged);
}

function sendToThose(one: Switch, frames: Frames, index: number, withTag: boolean): void {
  const { tables } = one.core;
  for (let word = 0; word < tables.words; word++) {
    for (let left = frames.masks[index * maskWords + word] as number; left !== 0; left &= left - 1) {
      const to = getPort(word, left);
      const tag = findTag(tables.ownVlan[to] as number, frames.tci[index] as number);
      if ((tag !== untagged) === withTag) sendTo(one, frames, index, to);
    }
  }
}

function sendTo(one: Switch, frames: Frames, index: number, to: number): void {
  touch(to);
  const { ownVlan } = one.core.tables;
  one.ports[to]?.line.port.send(frames, index, findTag(ownVlan[to] as number, frames.tci[index] as number));
}

function touch(to: number): void {
  const word = to >>> 5;
  touched[word] = (touched[word] as number) | (1 << (to & 31));
}

/** The port of the lowest bit that is set. */
function getPort(word: number, bits: number): number {
  return word * 32 + 31 - Math.clz32(bits & -bits);
}

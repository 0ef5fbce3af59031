/**
 * The VLAN interface of a Radio Unit, made on the way so that no 802.1Q module is needed: its frames get the tag, and
 * only frames with that tag come back, without it (IEEE 802.1Q-2022 §9.6).
 */
import { macBytes, tagBytes, vlanType } from "../../frame/fields.ts";
import { type FrameBatch, removeFrame } from "../frames/frame-batch.ts";

export type VlanInterface = {
  /** 1 to 4094, or {@link noTag}; may change at any time. */
  vlan: number;
};

/** Frames go without a tag, and only such frames come back. */
export const noTag = 0;

/** Destination and source. */
const addressBytes = 2 * macBytes;
const vlanMask = 0xfff;

/** Puts the tag on each frame, with the lowest priority; the headroom gives the place. */
export function putTagsOn({ pool, start, length, count }: FrameBatch, vlan: number): void {
  if (vlan === noTag) return;
  const { memory } = pool;
  for (let index = 0; index < count; index++) {
    const from = start[index] as number;
    const to = from - tagBytes;
    memory.copyWithin(to, from, from + addressBytes);
    writeHalf(memory, to + addressBytes, vlanType);
    writeHalf(memory, to + addressBytes + 2, vlan);
    start[index] = to;
    length[index] = (length[index] as number) + tagBytes;
  }
}

/** Takes the tag off each frame of the VLAN, and the other frames out of the batch; returns how many those were. */
export function takeTagsOff(batch: FrameBatch, vlan: number): number {
  const before = batch.count;
  for (let index = 0; index < batch.count; ) {
    if (findVlan(batch, index) !== vlan) removeFrame(batch, index);
    else {
      if (vlan !== noTag) takeTagOff(batch, index);
      index += 1;
    }
  }
  return before - batch.count;
}

function findVlan({ pool: { memory }, start, length }: FrameBatch, index: number): number {
  const at = (start[index] as number) + addressBytes;
  const isTagged = (length[index] as number) >= addressBytes + tagBytes && readHalf(memory, at) === vlanType;
  return isTagged ? readHalf(memory, at + 2) & vlanMask : noTag;
}

function takeTagOff({ pool: { memory }, start, length }: FrameBatch, index: number): void {
  const from = start[index] as number;
  memory.copyWithin(from + tagBytes, from, from + addressBytes);
  start[index] = from + tagBytes;
  length[index] = (length[index] as number) - tagBytes;
}

function readHalf(memory: Uint8Array, at: number): number {
  return ((memory[at] as number) << 8) | (memory[at + 1] as number);
}

function writeHalf(memory: Uint8Array, at: number, value: number): void {
  memory[at] = value >>> 8;
  memory[at + 1] = value;
}

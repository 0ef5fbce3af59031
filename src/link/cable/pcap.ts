/** Frames into a capture file that Wireshark reads: pcap with nanoseconds, link type Ethernet (pcap-savefile(5)). */
import { closeSync, openSync, writeSync } from "node:fs";
import type { FrameBatch } from "../frames/frame-batch.ts";

export type PcapFile = {
  /** Notes the batch's frames with one time. */
  readonly record: (batch: FrameBatch) => void;
  /** Writes out what was noted. */
  readonly flush: () => void;
  readonly close: () => void;
};

const magicNanoseconds = 0xa1b23c4d;
const versionMajor = 2;
const versionMinor = 4;
const linkTypeEthernet = 1;
export const pcapSnapLength = 262_144;
const fileHeaderSize = 24;
const recordHeaderSize = 16;
const bufferSize = 512 * 1024;

/**
 * Makes the file, or empties it.
 *
 * @param onFailure called once where the file cannot be written any further (a full disk): recording then stops
 * @throws what `open` throws
 */
export function createPcapFile(path: string, onFailure: (error: Error) => void): PcapFile {
  const fd = openSync(path, "w", 0o640);
  const buffer = Buffer.alloc(bufferSize);
  let used = writeFileHeader(buffer);
  let failed = false;

  const flush = () => {
    if (failed || used === 0) return;
    try {
      for (let from = 0; from < used; ) from += writeSync(fd, buffer, from, used - from);
    } catch (error) {
      failed = true;
      onFailure(error as Error);
    }
    used = 0;
  };
  const record = (batch: FrameBatch) => {
    if (failed) return;
    const atMs = performance.timeOrigin + performance.now();
    for (let index = 0; index < batch.count; index++) {
      const size = recordHeaderSize + (batch.length[index] as number);
      if (used + size > bufferSize) flush();
      writeRecord(buffer, used, atMs, batch, index);
      used += size;
    }
  };
  return {
    record,
    flush,
    close: () => {
      flush();
      closeSync(fd);
    },
  };
}

function writeFileHeader(buffer: Buffer): number {
  buffer.writeUInt32LE(magicNanoseconds, 0);
  buffer.writeUInt16LE(versionMajor, 4);
  buffer.writeUInt16LE(versionMinor, 6);
  buffer.writeUInt32LE(pcapSnapLength, 16);
  buffer.writeUInt32LE(linkTypeEthernet, 20);
  return fileHeaderSize;
}

/** A frame with its time and its length, at an offset of the buffer. */
function writeRecord(buffer: Buffer, at: number, timeMs: number, batch: FrameBatch, index: number): void {
  const seconds = Math.floor(timeMs / 1000);
  const start = batch.start[index] as number;
  const length = batch.length[index] as number;
  buffer.writeUInt32LE(seconds, at);
  buffer.writeUInt32LE(Math.floor((timeMs - seconds * 1000) * 1e6), at + 4);
  buffer.writeUInt32LE(length, at + 8);
  buffer.writeUInt32LE(length, at + 12);
  buffer.set(batch.pool.memory.subarray(start, start + length), at + recordHeaderSize);
}

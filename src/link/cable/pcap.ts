/** Frames into a capture file that Wireshark reads: pcap with nanoseconds, link type Ethernet (pcap-savefile(5)). */
import { closeSync, openSync, writeSync } from "node:fs";
import {
  encodePcapFileHeader,
  encodePcapRecordHeader,
  pcapFileHeaderBytes,
  pcapRecordHeaderBytes,
} from "../../frame/pcap.ts";
import type { FrameBatch } from "../frames/frame-batch.ts";
import { readTimeOfDay } from "../time-of-day.ts";

export type PcapFile = {
  /** Notes the batch's frames with one time. */
  readonly record: (batch: FrameBatch) => void;
  /** Writes out what was noted. */
  readonly flush: () => void;
  readonly close: () => void;
};

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
  let used = pcapFileHeaderBytes;
  encodePcapFileHeader(buffer);
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
    const atMs = readTimeOfDay();
    for (let index = 0; index < batch.count; index++) {
      const size = pcapRecordHeaderBytes + (batch.length[index] as number);
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

/** A frame with its time and its length, at an offset of the buffer. */
function writeRecord(buffer: Buffer, at: number, timeMs: number, batch: FrameBatch, index: number): void {
  const start = batch.start[index] as number;
  const length = batch.length[index] as number;
  encodePcapRecordHeader(buffer, at, timeMs, length);
  buffer.set(batch.pool.memory.subarray(start, start + length), at + pcapRecordHeaderBytes);
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createPcapFile } from "../../src/link/cable/pcap.ts";
import { addFrame, createBatch } from "../../src/link/frames/frame-batch.ts";
import { createPool } from "../../src/link/frames/frame-pool.ts";
import { temporaryFolder } from "../commands/ors.ts";
import { testFrame } from "./tap-place.ts";

const folder = temporaryFolder();

test("a capture file has the header and the records of pcap-savefile(5)", () => {
  const path = join(folder, "frames.pcap");
  const pcap = createPcapFile(path, ({ message }) => expect.unreachable(message));
  const batch = createBatch(createPool({ buffers: 2 }), 0, 2);
  const frames = [testFrame(60, 1), testFrame(1514, 2)];
  for (const frame of frames) addFrame(batch, frame);
  pcap.record(batch);
  pcap.close();

  const bytes = readFileSync(path);
  expect(bytes.readUInt32LE(0)).toBe(0xa1b23c4d);
  expect(bytes.readUInt32LE(20)).toBe(1); // LINKTYPE_ETHERNET
  let at = 24;
  for (const frame of frames) {
    expect(Math.abs(bytes.readUInt32LE(at) - Date.now() / 1000)).toBeLessThan(60);
    expect(bytes.readUInt32LE(at + 4)).toBeLessThan(1e9);
    expect([bytes.readUInt32LE(at + 8), bytes.readUInt32LE(at + 12)]).toEqual([frame.length, frame.length]);
    expect(new Uint8Array(bytes.subarray(at + 16, at + 16 + frame.length))).toEqual(frame);
    at += 16 + frame.length;
  }
  expect(at).toBe(bytes.length);
});

test("a full disk ends the recording with one word about it, not the link", () => {
  const failures: Error[] = [];
  const pcap = createPcapFile("/dev/full", (failure) => failures.push(failure));
  const batch = createBatch(createPool({ buffers: 1 }), 0, 1);
  addFrame(batch, testFrame(60));
  for (let round = 0; round < 3; round++) {
    pcap.record(batch);
    pcap.flush();
  }
  pcap.close();
  expect(failures.map(({ message }) => message)).toEqual([expect.stringContaining("ENOSPC")]);
});

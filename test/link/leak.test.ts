import { spawnSync } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createBatch } from "../../src/link/frames/frame-batch.ts";
import { describeFrameIo, openFrameIo } from "../../src/link/frames/frame-io.ts";
import { createPool } from "../../src/link/frames/frame-pool.ts";
import { closeTap, openTap, type Tap } from "../../src/link/tap/open-tap.ts";
import { TapError } from "../../src/link/tap/tap-error.ts";
import { useStage } from "../support/stage.ts";
import { addTap, openTapPlace } from "./tap-place.ts";

const openings = 1000;
const megabyte = 1 << 20;
const place = useStage(openTapPlace);

test("a TAP opened and closed a thousand times leaves no descriptor and no memory behind", () => {
  addTap(place, "again");
  const once = () =>
    place.inside(() => {
      closeTap(openTap({ name: "again", vnetHdr: true }));
      expect(() => openTap({ name: "nothing" })).toThrow(TapError);
    });
  expectNoLeak(once, openings);
});

test("nor does a ring with its batch", () => {
  addTap(place, "ringed");
  const pool = createPool({ buffers: 64 });
  const once = () => {
    const tap = place.inside(() => openTap({ name: "ringed" }));
    const io = openFrameIo();
    io.attach(tap.descriptors[0] as number);
    io.readBatch(tap.descriptors[0] as number, createBatch(pool));
    io.detach(tap.descriptors[0] as number);
    io.close();
    closeTap(tap);
  };
  const before = ringMappings();
  expectNoLeak(once, openings);
  expect(ringMappings()).toBe(before);
});

test("running out of descriptors is an error that leaves none of the queues open", () => {
  place.run("ip", "tuntap", "add", "dev", "wide", "mode", "tap", "multi_queue");
  const before = descriptors();
  const limit = openFilesLimit();
  setLimit(before + 20);
  const opened: Tap[] = [];
  try {
    const error = errorOf(() => opened.push(place.inside(() => openTap({ name: "wide", queues: 100 }))));
    expect(error).toMatchObject({ name: "TapError", errno: "EMFILE", call: "open", tap: "wide" });
    expect(descriptors()).toBe(before);
  } finally {
    for (const tap of opened) closeTap(tap);
    setLimit(limit);
  }
});

test("where the kernel gives no ring, frames move by read and write, and the reason is said", () => {
  const limit = openFilesLimit();
  setLimit(descriptors() + 20);
  const taken = takeAll();
  try {
    const io = openFrameIo();
    expect(io.method).toBe("read and write");
    expect(describeFrameIo(io)).toBe(
      "frames move by read and write (no io_uring: io_uring_setup: Too many open files)",
    );
    expect(() => openFrameIo("io_uring")).toThrow("io_uring_setup: Too many open files");
  } finally {
    for (const fd of taken) closeSync(fd);
    setLimit(limit);
  }
  expect(describeFrameIo(openFrameIo("read and write"))).toBe("frames move by read and write");
});

/** The first time memory grows to what the collector lets stand; a leak goes on. */
function expectNoLeak(once: () => void, times: number): void {
  for (let round = 0; round < times; round++) once();
  const [fds, maps, resident] = [descriptors(), countMappings(), process.memoryUsage.rss()];
  for (let round = 0; round < times; round++) once();
  expect(descriptors()).toBe(fds);
  // the collector and the allocator map and unmap a few by themselves
  expect(countMappings() - maps).toBeLessThan(times / 10);
  expect(process.memoryUsage.rss() - resident).toBeLessThan(40 * megabyte);
}

/** Mappings of this process; a ring has one or two of its own. */
function countMappings(): number {
  return readFileSync("/proc/self/maps", "utf8").split("\n").length;
}

function descriptors(): number {
  return readdirSync("/proc/self/fd").length;
}

/** Pieces of memory that this process shares with the kernel's io_uring (proc_pid_maps(5)). */
function ringMappings(): number {
  return readFileSync("/proc/self/maps", "utf8").split("[io_uring]").length - 1;
}

/** Takes every descriptor that is left. */
function takeAll(): number[] {
  const taken: number[] = [];
  expect(() => {
    for (;;) taken.push(openSync("/dev/null", "r"));
  }).toThrow("EMFILE");
  return taken;
}

function openFilesLimit(): number {
  return Number(/open files\s+(\d+)/i.exec(readFileSync("/proc/self/limits", "utf8"))?.[1]);
}

/** By a program, which needs pipes: so what was opened under a low limit is closed before it is raised. */
function setLimit(files: number): void {
  spawnSync("prlimit", ["--pid", `${process.pid}`, `--nofile=${files}:`]);
}

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** What the watch tells others: state file, promise, log. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkWatch } from "../../src/promise/watch.ts";
import { isRunning, readStartTicks } from "../../src/state/process-identity.ts";
import {
  describeOtherVersion,
  getStatusFile,
  isWatchAlive,
  ownVersion,
  readWatchStatus,
  type WatchStatus,
} from "../../src/state/watch-status.ts";
import { createLog, type LogOptions, maxKernelLinesPerSecond } from "../../src/watch/log.ts";
import { exampleStatus } from "./example-status.ts";
import { createFakeClock } from "./fake-clock.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ors-watch-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const status: WatchStatus = {
  ...exampleStatus,
  pid: process.pid,
  startTicks: readStartTicks(process.pid) ?? 0,
};

function write(given: Partial<WatchStatus>): void {
  writeFileSync(getStatusFile(folder), JSON.stringify({ ...status, ...given }));
}

describe("alive", () => {
  test("this process runs, one that ended does not, nor another that has its number", () => {
    expect(isRunning(status)).toBe(true);
    expect(isRunning({ ...status, startTicks: status.startTicks + 1 })).toBe(false);
    const { pid } = spawnSync("true");
    expect(isRunning({ pid, startTicks: 1 })).toBe(false);
  });

  test("a watch that ended by itself is not alive", () => {
    expect([isWatchAlive(status), isWatchAlive({ ...status, alive: false })]).toEqual([true, false]);
  });

  test("one of 0.1.0 is read as it is written now", () => {
    const { version: _version, lastHealed: _lastHealed, applied: _applied, ...old } = status;
    writeFileSync(getStatusFile(folder), JSON.stringify({ ...old, condition: "true" }));
    expect(readWatchStatus(folder)).toEqual({
      ...old,
      version: "0.1.0",
      condition: "in sync",
      lastHealed: null,
      applied: 0,
    });
  });

  test("a watch of another version is said to be, one of this version is not", () => {
    expect(describeOtherVersion(status)).toBeNull();
    expect(describeOtherVersion({ ...status, version: "0.1.0" })).toBe(
      `the watch, process ${status.pid}, runs version 0.1.0, and this is ${ownVersion}: start it anew`,
    );
  });

  test.each(["", "{", "[]", "null", '{"pid": "x"}'])("a state file that holds %j is none", (text) => {
    writeFileSync(getStatusFile(folder), text);
    expect(readWatchStatus(folder)).toBeNull();
  });
});

describe("promise", () => {
  const now = new Date("2026-11-21T09:06:00.000Z");

  test("it holds while the watch lives and the kernel is as planned", () => {
    write({});
    expect(checkWatch(folder, now)).toEqual({
      holds: true,
      line: "8 subtaps are kept true, 5 drifts healed; taken down by an operator: slaptap16-2",
    });
  });

  test.each<[string, Partial<WatchStatus>, RegExp]>([
    ["the watch is gone", { pid: 2 ** 22 }, /is gone; start `ors watch`/],
    ["the watch ended", { alive: false }, /ended at 2026-.*; start `ors watch`/],
    ["the plan is invalid", { planProblem: "site.yaml:3:1: no" }, /plan is invalid .*site\.yaml:3:1: no/],
    [
      "the range route is missing",
      { condition: "blocked", problem: "slaptap16 has no IPv6 range: run `slapos node format --now`" },
      /waits: .*run `slapos node format --now`/,
    ],
    [
      "the trampoline fails",
      { condition: "failing", problem: "no capability" },
      /cannot put it right: no cap/,
    ],
    ["healing takes a minute", { condition: "healing", written: "2026-11-21T09:04:00Z" }, /has been healing/],
  ])("it fails where %s", (_, given, line) => {
    write(given);
    const verdict = checkWatch(folder, now);
    expect(verdict.holds).toBe(false);
    expect(verdict.line).toMatch(line);
  });

  test("it fails where no watch wrote anything", () => {
    mkdirSync(join(folder, "empty"));
    expect(checkWatch(join(folder, "empty"))).toMatchObject({ holds: false });
  });

  test("healing for a moment is not a failure", () => {
    write({ condition: "healing", written: "2026-11-21T09:05:59Z" });
    expect(checkWatch(folder, now).holds).toBe(true);
  });
});

describe("log", () => {
  function logged(asJson: boolean, level: LogOptions["level"] = "info") {
    const lines: string[] = [];
    const clock = createFakeClock();
    const log = createLog(
      (line) => lines.push(line),
      { asJson, level },
      clock,
      () => new Date("2026-11-21T09:00:00Z"),
    );
    return { lines, clock, log };
  }

  test("a line for people has time and text, and its level where that matters", () => {
    const { lines, log } = logged(false);
    log.say("INFO", "watching");
    log.say("ERROR", "no trampoline");
    expect(lines).toEqual([
      "2026-11-21T09:00:00.000Z watching",
      "2026-11-21T09:00:00.000Z ERROR no trampoline",
    ]);
  });

  test("a JSON line has level, message and details", () => {
    const { lines, log } = logged(true);
    log.say("WARNING", "lost", { event: "lost", dropped: 3 });
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      log_level: "WARNING",
      message: "lost",
      data: { event: "lost", dropped: 3 },
    });
  });

  test("a flood of messages is counted, not printed", () => {
    const { lines, clock, log } = logged(false, "debug");
    let formatted = 0;
    const event = () => log.sayKernel(() => `message ${++formatted}`);
    for (let i = 0; i < 10_000; i++) event();
    expect([lines.length, formatted]).toEqual([maxKernelLinesPerSecond, maxKernelLinesPerSecond]);
    clock.pass(1000);
    event();
    expect(lines.at(-2)).toMatch(/kernel: and 9900 more messages$/);
  });

  test("what is below its level is neither said nor formatted", () => {
    const { lines, log } = logged(false, "warning");
    log.say("INFO", "watching");
    log.sayKernel(() => {
      throw new Error("formatted");
    });
    log.say("WARNING", "lost");
    expect(lines).toEqual(["2026-11-21T09:00:00.000Z WARNING lost"]);
  });
});

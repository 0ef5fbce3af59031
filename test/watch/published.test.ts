/** What the watch tells others: state file, metrics, log. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkWatch } from "../../src/promise/watch.ts";
import { isRunning, readStartTicks } from "../../src/state/process-identity.ts";
import {
  getStatusFile,
  isWatchAlive,
  readWatchStatus,
  type WatchStatus,
} from "../../src/state/watch-status.ts";
import { processClock } from "../../src/watch/clock.ts";
import { createLog, type LogOptions, maxKernelLinesPerSecond } from "../../src/watch/log.ts";
import { formatMetrics } from "../../src/watch/metrics.ts";
import { createPublisher, publishIntervalMs } from "../../src/watch/publisher.ts";
import { createFakeClock } from "./fake-clock.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ors-watch-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const status: WatchStatus = {
  pid: process.pid,
  startTicks: readStartTicks(process.pid) ?? 0,
  alive: true,
  started: "2026-11-21T09:00:00.000Z",
  written: "2026-11-21T09:05:00.000Z",
  slaptap: "slaptap16",
  subtaps: 8,
  takenDown: ["slaptap16-2"],
  condition: "in sync",
  problem: null,
  planProblem: null,
  lastResynchronisation: "2026-11-21T09:04:00.500Z",
  resynchronisations: 3,
  losses: 1,
  messages: 1234,
  healed: 5,
  changes: 17,
  failures: 2,
  lastHealed: "2026-11-21T09:03:00.000Z",
  applied: 1,
  queueLength: 4,
  queuePeak: 40,
};

function write(given: Partial<WatchStatus>): void {
  writeFileSync(getStatusFile(folder), JSON.stringify({ ...status, ...given }));
}

describe("metrics", () => {
  test("every line is OpenMetrics, types before samples, and the end is marked", () => {
    const text = formatMetrics(status);
    const lines = text.split("\n");
    expect(text.endsWith("# EOF\n")).toBe(true);
    const sample = /^[a-z_]+\{slaptap="slaptap16"(,condition="[a-z ]+")?\} [\d.]+$/;
    const comment = /^# (TYPE [a-z_]+ (gauge|counter)|HELP [a-z_]+ .+\.|EOF)$/;
    for (const line of lines.slice(0, -1)) expect(line).toMatch(line.startsWith("#") ? comment : sample);
    const types = new Map(
      lines.flatMap((line) => {
        const [, name = "", type = ""] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
        return name === "" ? [] : [[name, type]];
      }),
    );
    const samples = lines.filter((line) => line !== "" && !line.startsWith("#"));
    for (const line of samples) {
      const name = line.slice(0, line.indexOf("{"));
      // A counter's sample ends in _total, its family's name does not (OpenMetrics 1.0).
      expect(types.get(name.replace(/_total$/, ""))).toBe(name.endsWith("_total") ? "counter" : "gauge");
    }
    expect(samples.length).toBe(types.size + 4);
  });

  test("they say what the state file says", () => {
    const value = (name: string) =>
      Number(new RegExp(`^ors_watch_${name}\\{.*\\} (.*)$`, "m").exec(formatMetrics(status))?.[1]);
    expect(value("up")).toBe(1);
    expect(value("healed_total")).toBe(5);
    expect(value("losses_total")).toBe(1);
    expect(value("queue_length")).toBe(4);
    expect(value("last_resynchronisation_seconds")).toBe(Date.parse("2026-11-21T09:04:00.500Z") / 1000);
    expect(formatMetrics(status)).toContain('condition="in sync"} 1\n');
    expect(formatMetrics({ ...status, alive: false, condition: "blocked" })).toContain(
      'condition="in sync"} 0\n',
    );
  });
});

describe("publisher", () => {
  const file = (name: string, content = () => "text") => ({ path: join(folder, name), mode: 0o644, content });

  test("it writes at once, then at most once a second, and not at all while nothing changes", async () => {
    const clock = createFakeClock();
    let asked = 0;
    const publisher = createPublisher([file("a", () => `${++asked}`)], () => {}, clock);
    publisher.touch();
    clock.pass(0);
    for (let i = 0; i < 100; i++) {
      publisher.touch();
      clock.pass(publishIntervalMs / 10);
    }
    clock.pass(publishIntervalMs);
    expect(clock.waiting()).toBe(0);
    await publisher.stop();
    expect(asked).toBeLessThanOrEqual(13);
    expect(asked).toBeGreaterThanOrEqual(10);
    expect(readFileSync(join(folder, "a"), "utf8")).toBe(`${asked}`);
  });

  test("files are replaced as a whole, with their modes, and nothing stays beside them", async () => {
    const publisher = createPublisher([file("sub/a"), { ...file("b"), mode: 0o600 }], () => {}, processClock);
    await publisher.stop();
    expect([readdirSync(folder).sort(), readdirSync(join(folder, "sub"))]).toEqual([["b", "sub"], ["a"]]);
    expect(statSync(join(folder, "b")).mode & 0o777).toBe(0o600);
  });

  test("one that cannot be written is told once, and the others are written all the same", async () => {
    writeFileSync(join(folder, "blocked"), "");
    const said: string[] = [];
    const files = [file("blocked/a"), file("b")];
    const publisher = createPublisher(files, (why) => said.push(why), processClock);
    publisher.touch();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await publisher.stop();
    expect(said).toEqual([expect.stringContaining("blocked/a: cannot be written")]);
    expect(readFileSync(join(folder, "b"), "utf8")).toBe("text");
  });
});

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
    const { lastHealed: _lastHealed, applied: _applied, ...old } = status;
    writeFileSync(getStatusFile(folder), JSON.stringify({ ...old, condition: "true" }));
    expect(readWatchStatus(folder)).toEqual({ ...old, condition: "in sync", lastHealed: null, applied: 0 });
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

  test("healing for a moment is no failure", () => {
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

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FailureError } from "../../src/issue/exit-code.ts";
import { appendLog, formatLogEntry } from "../../src/output/log.ts";
import { temporaryFolder } from "./folder-state.ts";
import { writerProcess } from "./writer-process.ts";

const entry = { level: "INFO", message: "", data: { rx: 1 } } as const;
const time = new Date(2026, 10, 21, 9, 5, 7, 42);

describe("a line of a log", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("has local time to the millisecond, as Python writes it, level and message, the time in UTC, and data", () => {
    vi.stubEnv("TZ", "Asia/Tokyo");
    expect(formatLogEntry(new Date("2026-11-21T00:05:07.042Z"), entry)).toBe(
      '{"time":"2026-11-21 09:05:07,042","log_level":"INFO","message":"","utc":"2026-11-21T00:05:07.042Z","data":{"rx":1}}',
    );
  });

  it("stays one line whatever its strings hold", () => {
    const line = formatLogEntry(time, { ...entry, message: "a\nb\r\u2028" });
    expect(line.split(/[\n\r]/)).toHaveLength(1);
    expect(JSON.parse(line).message).toBe("a\nb\r\u2028");
  });
});

describe("appendLog", () => {
  it("puts the newest line last and makes the file where it is missing", () => {
    const path = join(temporaryFolder(), "stats.json.log");
    for (const message of ["first", "second"]) appendLog(path, time, { ...entry, message });
    expect(messages(path)).toEqual(["first", "second"]);
  });

  it("moves files on where a line would not fit, keeps as many as it shall, and loses none between", () => {
    const folder = temporaryFolder();
    const path = join(folder, "log");
    const line = formatLogEntry(time, { ...entry, message: "00" }).length + 1;
    const limits = { maxBytes: 3 * line, maxOlder: 2 };
    for (let number = 0; number < 11; number++) {
      appendLog(path, time, { ...entry, message: String(number).padStart(2, "0") }, limits);
    }
    expect(readdirSync(folder).sort()).toEqual(["log", "log.1", "log.2"]);
    expect(messages(path)).toEqual(["09", "10"]);
    expect(messages(`${path}.1`)).toEqual(["06", "07", "08"]);
    expect(messages(`${path}.2`)).toEqual(["03", "04", "05"]);
  });

  it("keeps no older file where it shall keep none", () => {
    const folder = temporaryFolder();
    for (const message of ["a", "b"]) {
      appendLog(join(folder, "log"), time, { ...entry, message }, { maxBytes: 10, maxOlder: 0 });
    }
    expect(readdirSync(folder)).toEqual(["log"]);
    expect(messages(join(folder, "log"))).toEqual(["b"]);
  });

  it("writes a line that is longer than a file shall be", () => {
    const path = join(temporaryFolder(), "log");
    appendLog(path, time, { ...entry, message: "x".repeat(1000) }, { maxBytes: 10, maxOlder: 1 });
    expect(messages(path)).toEqual(["x".repeat(1000)]);
  });

  it("starts a line of its own after one that was cut off", () => {
    const path = join(temporaryFolder(), "log");
    writeFileSync(path, '{"time":"2026-');
    appendLog(path, time, { ...entry, message: "whole" });
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[1] ?? "").message).toBe("whole");
  });

  it("names the log that it cannot write", () => {
    const path = join(temporaryFolder(), "missing", "log");
    expect(() => appendLog(path, time, entry)).toThrow(
      new FailureError(`${path}: cannot be written: no such file or folder`),
    );
  });

  it("takes back the part of a line for which the disk has no room", async (ctx) => {
    if (process.getuid?.() !== 0) ctx.skip("mounting a small disk needs root");
    const disk = temporaryFolder();
    const script = `mount -t tmpfs -o size=16k tmpfs "$0" && { "$@"; status=$?; wc -l < "$0/log"; tail -c1 "$0/log" | od -An -c; exit $status; }`;
    const result = await writerProcess("log-child.ts").runBelow(["unshare", "-m", "sh", "-c", script, disk], {
      path: join(disk, "log"),
      lines: 100,
      bytes: 300,
    });
    expect(result.stderr).toBe(`FailureError: ${disk}/log: cannot be written: no space left on the disk`);
    const [lines, last] = result.stdout.trim().split(/\s+/);
    expect(Number(lines)).toBeGreaterThan(10);
    expect(last).toBe("\\n");
    expect(result.status).toBe(4);
  });
});

function messages(path: string): string[] {
  return readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).message);
}

/** What is checked of the eNB: by its process, its socket and the log of its statistics. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { appendLog } from "../../src/output/log.ts";
import { readRecentEntries } from "../../src/output/read-log.ts";
import { findMissingPrograms, startScripts } from "../../src/promise/enb/amarisoft-programs.ts";
import { checkLatency } from "../../src/promise/enb/baseband-latency.ts";
import { checkCpriLock } from "../../src/promise/enb/cpri-lock.ts";
import { checkEnb } from "../../src/promise/enb/enb.ts";
import { checkListening, remoteApi } from "../../src/promise/enb/remote-api.ts";
import { checkSaturation } from "../../src/promise/enb/rx-saturated.ts";
import { checkStatsLog } from "../../src/promise/enb/stats-log.ts";
import { readStartTicks } from "../../src/state/process-identity.ts";
import { temporaryFolder } from "../commands/ors.ts";

const folder = temporaryFolder();

/** A node's software, as far as the service of the eNB names it. */
function layPrograms(amarisoft: string): void {
  const names = [...startScripts, "v2026-01-01/enb/lteenb"];
  mkdirSync(join(amarisoft, "v2026-01-01/enb"), { recursive: true });
  for (const name of names) writeFileSync(join(amarisoft, name), "");
}

const entry = (data: unknown, time = new Date()) => ({ time, data });

describe("the eNB", () => {
  const amarisoft = join(folder, "amarisoft");
  layPrograms(amarisoft);
  const note = join(folder, "enb.started");

  it("runs where the process of its note does", () => {
    writeFileSync(note, `${process.pid} ${readStartTicks(process.pid)} 0123456789abcdef\n`);
    expect(checkEnb(note, amarisoft)).toEqual({
      holds: true,
      line: `the eNB runs, process ${process.pid}`,
    });
  });

  it("does not run where that number is another process's now", () => {
    writeFileSync(note, `${process.pid} 1 0123456789abcdef\n`);
    expect(checkEnb(note, amarisoft)).toEqual({
      holds: false,
      line: "the eNB of this partition does not run: see the log of the service enb, and var/log/enb.log",
    });
  });

  it("cannot run on a node without Amarisoft's software, which is said in place of anything else", () => {
    const line = checkEnb(join(folder, "nowhere"), join(folder, "no-amarisoft")).line;
    expect(line).toMatch(/^there is no Amarisoft software on this node, no .*\/no-amarisoft\/v<date>: /);
  });

  it.each([
    ["rm-tmp-lte", "rm-tmp-lte"],
    ["init-enb", "init-enb"],
    ["v2026-01-01/enb/lteenb", "v2026-01-01/enb/lteenb"],
  ])("cannot run without %s, and nobody waits for it", (name, path) => {
    const without = join(folder, `without ${name.replaceAll("/", " ")}`);
    layPrograms(without);
    rmSync(join(without, path));
    expect(checkEnb(join(folder, "nowhere"), without)).toEqual({
      holds: false,
      isLasting: true,
      line:
        `the eNB cannot be started without ${without}/${path}: the administrator installs that, ` +
        "then `slapos node instance` starts the eNB",
    });
  });

  it("is not said to be without what this user may not look at", () => {
    const file = join(folder, "a file");
    writeFileSync(file, "");
    // ENOTDIR, as EACCES, is not the answer that something is missing
    expect(findMissingPrograms(file, "v2026-01-01")).toEqual([]);
  });
});

describe("the remote API", () => {
  const table = () => ["tcp", "tcp6"].map((name) => readFileSync(`/proc/net/${name}`, "utf8")).join("\n");
  const listen = async (host: string) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    return { port: (server.address() as AddressInfo).port, server };
  };
  const uid = process.getuid?.() ?? 0;

  it.each([
    ["its own IPv4 address", "127.0.0.1", "127.0.0.1"],
    ["its own IPv6 address", "::1", "::1"],
    ["any IPv4 address", "0.0.0.0", "127.0.1.2"],
    ["any address", "::", "127.0.1.2"],
  ])("is there where a socket of this user listens on %s", async (_, at, asked) => {
    const { port, server } = await listen(at);
    try {
      expect(checkListening(asked, port, uid, table()).holds).toBe(true);
      expect(checkListening(asked, port, uid + 1, table())).toEqual({
        holds: false,
        isLasting: true,
        line: expect.stringMatching(new RegExp(`^another user, ${uid}, listens at .*:${port}, .*com_addr`)),
      });
    } finally {
      server.close();
    }
  });

  it("is not there where another address or port is listened on", async () => {
    const { port, server } = await listen("127.0.0.1");
    try {
      expect(checkListening("127.0.0.2", port, null, table())).toEqual({
        holds: false,
        line: `nothing listens at 127.0.0.2:${port}, where the eNB's remote API should be`,
      });
      expect(checkListening("127.0.0.1", port === 1 ? 2 : 1, null, table()).holds).toBe(false);
    } finally {
      server.close();
    }
  });

  it("cannot be at an address that this node does not have, and nobody waits for it", async () => {
    expect(await remoteApi.check({ host: "192.0.2.77", port: "9001" })).toEqual({
      holds: false,
      isLasting: true,
      line:
        "192.0.2.77, where the eNB's remote API should be, is not an address of this node: " +
        "run `slapos node format --now`, or give this instance another com_addr",
    });
  });

  it("may be soon at an IPv6 address that this node does not have yet", async () => {
    expect(await remoteApi.check({ host: "2001:db8::77", port: "9001" })).toEqual({
      holds: false,
      line: expect.stringMatching(/^2001:db8::77, .* is not an address of this node: /),
    });
  });
});

it("the log of statistics is read from the end on, over the older files, until an entry is too old", () => {
  const log = join(folder, "enb-stats.log");
  const now = Date.now();
  const limits = { maxBytes: 400, maxOlder: 5 };
  for (let age = 12; age >= 1; age -= 1)
    appendLog(
      log,
      new Date(now - age * 1000),
      { level: "INFO", message: "", data: { age, pad: "é".repeat(30) } },
      limits,
    );
  writeFileSync(log, `${readFileSync(log, "utf8")}{"time": "cut o`);
  const read = readRecentEntries(log, new Date(now - 9500)).map(({ data }) => (data as { age: number }).age);
  expect(read).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(readRecentEntries(join(folder, "none.log"), new Date(0))).toEqual([]);
});

describe("in a time zone whose clocks are set back", () => {
  const zone = process.env.TZ;
  beforeEach(() => {
    process.env.TZ = "Europe/Paris";
  });
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  it("an entry of the hour that comes twice is as old as it is", () => {
    const log = join(folder, "autumn.log");
    // both are 02:30 there
    const [first, second] = [new Date("2026-10-25T00:30:00Z"), new Date("2026-10-25T01:30:00Z")];
    for (const time of [first, second])
      appendLog(log, time, { level: "INFO", message: "", data: time.toISOString() });
    const since = new Date("2026-10-25T01:29:00Z");
    expect(readRecentEntries(log, since)).toEqual([{ time: second, data: second.toISOString() }]);
  });

  it("an entry of 0.1.0, which has local time alone, is read by that", () => {
    const log = join(folder, "older.log");
    writeFileSync(
      log,
      '{"time": "2026-07-01 09:05:07,042", "log_level": "INFO", "message": "", "data": 1}\n',
    );
    expect(readRecentEntries(log, new Date(0))).toEqual([
      { time: new Date("2026-07-01T07:05:07.042Z"), data: 1 },
    ]);
  });
});

it("a log of more than one chunk is read whole", () => {
  const log = join(folder, "large.log");
  for (let number = 0; number < 3; number += 1)
    appendLog(log, new Date(), { level: "INFO", message: "", data: { number, pad: "x".repeat(300_000) } });
  expect(readRecentEntries(log, new Date(0)).map(({ data }) => (data as { number: number }).number)).toEqual([
    2, 1, 0,
  ]);
});

it("statistics are there where one is newer than two periods", () => {
  expect(checkStatsLog([entry({})], 5).holds).toBe(true);
  expect(checkStatsLog([], 5).line).toMatch(/^there are no statistics of the last 10 s: /);
});

describe("receive saturation", () => {
  const receivers = [
    ["RU 1", [0, 1]],
    ["RU2", [2]],
  ] as const;
  const rx = (...levels: number[]) => entry({ samples: { rx: levels.map((max) => ({ max })) } });

  it("names the Radio Unit that is saturated", () => {
    expect(checkSaturation([rx(-20, -20, -20)], receivers, -1).holds).toBe(true);
    expect(checkSaturation([rx(-20, -20, -0.5)], receivers, -1)).toEqual({
      holds: false,
      line: '"RU2": RX antennas saturated, please lower rx_gain',
    });
    expect(checkSaturation([rx(-20, -20, -20), rx(-20, 0, -20)], receivers, -1).line).toMatch(/^"RU 1": /);
  });

  it("does not stumble over what was logged before a Radio Unit was added", () => {
    expect(checkSaturation([rx(-20, -20, -20), rx(-20, -20)], receivers, -1).holds).toBe(true);
    expect(checkSaturation([rx(-20, -20), entry({})], receivers, -1).line).toBe(
      '"RU2": no RX samples are there',
    );
  });
});

it("the lock of each CPRI link is asked of the newest statistics", () => {
  const rf_info = [
    "TRX SDR driver 2023-09-07, API v15/18",
    "PCIe CPRI /dev/sdr0@1:",
    "  CPRI_option: '5' lock=HW+SW",
    "Clock tune: 0.0 ppm",
    "  DMA: 1 ch",
    "PCIe CPRI /dev/sdr0@2:",
    "  CPRI: lock=SW",
    "",
    "PCIe SDR /dev/sdr2@0:",
    "  DMA: 1 ch",
    "other:",
    "  CPRI: lock=HW+SW",
  ].join("\n");
  const check = (...links: string[]) =>
    checkCpriLock([entry({ rf_info }), entry({ rf_info: "" })], links).line;
  expect(check("/dev/sdr0@1")).toBe("1 CPRI link is locked");
  expect(check("/dev/sdr0@1", "/dev/sdr0@2", "/dev/sdr1@0", "/dev/sdr2@0")).toBe(
    "/dev/sdr0@2: HW Lock is missing; /dev/sdr1@0: rf_info has no entry for it; /dev/sdr2@0: rf_info says nothing of CPRI",
  );
  expect(checkCpriLock([], ["/dev/sdr0@1"]).line).toBe("no rf_info in the eNB's newest statistics");
});

it("the time of the radio front end has to lie between what is enough and what can be", () => {
  const delays = (...times: number[]) => times.map((rxtx_delay_min) => entry({ rf: { rxtx_delay_min } }));
  expect(checkLatency(delays(2, 3), 1)).toEqual({
    holds: true,
    line: "the radio front end had 2 ms to 3 ms",
  });
  expect(checkLatency(delays(2, 0.5), 1).line).toMatch(/^the radio front end had 0.5 ms, less than the 1 ms/);
  expect(checkLatency(delays(2, 4.5), 1).line).toMatch(/^the radio front end had 4.5 ms, and more than 4 ms/);
  expect(checkLatency([entry({})], 1).holds).toBe(false);
});

/** The reader of the eNB's remote API, against an eNB that behaves, misbehaves, goes and comes back. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { logStatistics } from "../../src/remote-api/log-statistics.ts";
import { openRemoteApi } from "../../src/remote-api/remote-api.ts";
import { askStatistics } from "../../src/remote-api/statistics.ts";
import { cli, temporaryFolder } from "../commands/ors.ts";
import { type Behaviour, type FakeEnb, startFakeEnb } from "./fake-enb.ts";

const folder = temporaryFolder();
let enb: FakeEnb;

afterEach(async () => {
  await enb?.close();
});

describe("the remote API", () => {
  it("gives the statistics that the promises read", async () => {
    enb = await startFakeEnb();
    const api = await openRemoteApi(enb.url);
    expect(await askStatistics(api)).toEqual({
      samples: { rx: [{ max: -20.5 }, { max: -3 }] },
      rf: { rxtx_delay_min: 2.5 },
      rf_info: "PCIe CPRI /dev/sdr0@1:\n  CPRI_option: '5' lock=HW+SW\n",
    });
    api.close();
  });

  it("takes a password", async () => {
    enb = await startFakeEnb({ password: "geheim é" });
    const api = await openRemoteApi(enb.url, { password: "geheim é" });
    expect(await askStatistics(api)).toHaveProperty("samples");
    api.close();
  });

  it.each<[string, Behaviour, Record<string, unknown>, RegExp]>([
    ["no password is given where one is wanted", { password: "a" }, {}, /wants a password/],
    [
      "the password is wrong",
      { password: "a" },
      { password: "b" },
      /refuses the password: Authentication error/,
    ],
  ])("says so when %s", async (_, behaviour, options, said) => {
    enb = await startFakeEnb(behaviour);
    await expect(openRemoteApi(enb.url, options)).rejects.toThrow(said);
  });

  it.each<[string, Behaviour, RegExp]>([
    [
      "answers with an error",
      { answer: () => ({ error: "no such message" }) },
      /the eNB answers: no such message/,
    ],
    ["answers nothing", { answer: () => undefined }, /no answer to "stats" within 0.2 s/],
  ])("fails with the reason when the eNB %s", async (_, behaviour, said) => {
    enb = await startFakeEnb(behaviour);
    const api = await openRemoteApi(enb.url, { patience: 200 });
    await expect(askStatistics(api)).rejects.toThrow(said);
    api.close();
  });

  it("asks an eNB that does not greet", async () => {
    enb = await startFakeEnb({ mute: true });
    const api = await openRemoteApi(enb.url, { greetingPatience: 50 });
    expect(await askStatistics(api)).toHaveProperty("rf_info");
    api.close();
  });

  it("fails a question when the connection breaks", async () => {
    enb = await startFakeEnb({ answer: () => undefined });
    const api = await openRemoteApi(enb.url);
    const asked = askStatistics(api);
    enb.cut();
    await expect(asked).rejects.toThrow(/closed the connection|hang up|ECONNRESET/);
  });
});

it("connects again with pauses that grow, and starts from the shortest once it was answered", async () => {
  enb = await startFakeEnb();
  const url = enb.url;
  await enb.close();
  const notices: string[] = [];
  const ending = new AbortController();
  await logStatistics({
    url,
    period: 60_000,
    write: () => {},
    signal: ending.signal,
    notice: (text) => {
      notices.push(text);
      if (notices.length === 9) ending.abort();
    },
    pause: async () => {},
  });
  expect(notices.map((text) => /again in (\d+) s/.exec(text)?.[1])).toEqual([
    "1",
    "2",
    "4",
    "8",
    "16",
    "32",
    "60",
    "60",
    "60",
  ]);
});

describe("ors stats-log", () => {
  it("appends a line each period, goes on when the eNB comes back, and ends when it is told to", async () => {
    enb = await startFakeEnb({ password: "geheim" });
    const log = join(folder, "stats.log");
    const password = join(folder, "password");
    writeFileSync(password, "geheim\n");
    const words = ["stats-log", "--url", enb.url, "--log", log, "--period", "1", "--password-file", password];
    const child = spawn(process.execPath, [cli, ...words], { stdio: ["ignore", "inherit", "pipe"] });
    try {
      await linesOf(log, 2);
      enb.cut();
      await linesOf(log, 4);
      expect(enb.connections()).toBe(2);
      for (const line of readFileSync(log, "utf8").trim().split("\n"))
        expect(JSON.parse(line)).toEqual({
          time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}$/),
          log_level: "INFO",
          message: "",
          data: {
            samples: { rx: [{ max: -20.5 }, { max: -3 }] },
            rf: { rxtx_delay_min: 2.5 },
            rf_info: expect.stringContaining("/dev/sdr0@1"),
          },
        });
    } finally {
      expect(await ended(child)).toBe(0);
    }
  });
});

/** Waits for a log to have so many lines. */
async function linesOf(path: string, count: number): Promise<void> {
  await vi.waitFor(() => expect(readFileSync(path, "utf8").split("\n").length).toBeGreaterThan(count), {
    timeout: 20_000,
    interval: 50,
  });
}

function ended(child: ChildProcess): Promise<number | null> {
  child.kill("SIGTERM");
  return new Promise((resolve) => child.once("exit", resolve));
}

/** The reader of the eNB's remote API, against an eNB that behaves, misbehaves, goes and comes back. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { isApiUrl } from "../../src/remote-api/api-url.ts";
import { parseFrame } from "../../src/remote-api/frame.ts";
import { logStatistics } from "../../src/remote-api/log-statistics.ts";
import { openRemoteApi } from "../../src/remote-api/remote-api.ts";
import { askStatistics } from "../../src/remote-api/statistics.ts";
import { cli, temporaryFolder } from "../commands/ors.ts";
import { patienceMs } from "../support/patience.ts";
import { until } from "../support/until.ts";
import { type Behaviour, type FakeEnb, startFakeEnb } from "./fake-enb.ts";

const folder = temporaryFolder();
let enb: FakeEnb;

afterEach(async () => {
  await enb?.close();
});

const answers = {
  samples: { rx: [{ max: -20.5 }, { max: -3 }] },
  rf: { rxtx_delay_min: 2.5 },
  rf_info: "PCIe CPRI /dev/sdr0@1:\n  CPRI_option: '5' lock=HW+SW\n",
  s1_list: [{ address: "127.0.1.100:36412", state: "setup_done" }],
  // an error, as it has no cell of this kind
  ng_list: [],
};

describe("the remote API", () => {
  it("gives the statistics that the promises read, to an eNB that takes a request each 10 ms", async () => {
    enb = await startFakeEnb();
    const api = await openRemoteApi(enb.url);
    for (let round = 0; round < 5; round++) expect(await askStatistics(api)).toEqual(answers);
    expect(await Promise.all([askStatistics(api), askStatistics(api)])).toEqual([answers, answers]);
    api.close();
  });

  it("is refused by an eNB to a client that names no origin", async () => {
    enb = await startFakeEnb();
    const socket = new WebSocket(enb.url);
    const failure = await new Promise<Error>((resolve) => socket.once("error", resolve));
    expect(failure.message).toContain("401");
  });

  it("takes a password, and asks nothing before", async () => {
    enb = await startFakeEnb({ password: "geheim é" });
    const api = await openRemoteApi(enb.url, { password: "geheim é" });
    expect(enb.asked()).toEqual([]);
    expect(await askStatistics(api)).toEqual(answers);
    api.close();
  });

  it("takes no event, notification or broken frame for an answer", async () => {
    enb = await startFakeEnb({
      before: (id) => [
        { message: "stats", samples: "of an event" },
        { message: "stats", message_id: id, notification: "progress", rf_info: "not yet" },
        { message_id: Number(id) + 100, rf_info: "of another request" },
        "{",
        "[]",
        "null",
      ],
    });
    const api = await openRemoteApi(enb.url);
    expect(await askStatistics(api)).toEqual(answers);
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
    [
      "the first frame is an error",
      { first: { error: "Too many connections" } },
      {},
      /^Error: the eNB says: Too many connections$/,
    ],
    ["the eNB does not greet", { first: null }, { timeoutMs: 50 }, /no greeting within 0.05 s/],
    ["the first frame is an event", { first: { message: "log" } }, { timeoutMs: 50 }, /no greeting/],
  ])("says so when %s", async (_, behaviour, options, said) => {
    enb = await startFakeEnb(behaviour);
    await expect(openRemoteApi(enb.url, options).catch(String)).resolves.toMatch(said);
  });

  it.each<[string, Behaviour, RegExp, number?]>([
    [
      "answers with an error",
      { answer: () => ({ error: "no such message" }) },
      /the eNB answers: no such message/,
    ],
    // long enough for a connection and a greeting on a machine that stands still for a second
    ["answers nothing", { answer: () => undefined }, /no answer to "stats" within 2 s/, 2_000],
    [
      "has an error of its own",
      { before: () => [{ error: "Too many connections" }] },
      /the eNB says: Too many connections/,
    ],
  ])("fails with the reason when the eNB %s", async (_, behaviour, said, timeoutMs = patienceMs) => {
    enb = await startFakeEnb(behaviour);
    const api = await openRemoteApi(enb.url, { timeoutMs });
    await expect(askStatistics(api)).rejects.toThrow(said);
    api.close();
  });

  it("fails a question when the connection breaks, and every later one", async () => {
    enb = await startFakeEnb({ answer: () => undefined });
    const api = await openRemoteApi(enb.url);
    const asked = askStatistics(api);
    await until(() => enb.asked().length === 1, "it is asked");
    enb.cut();
    await expect(asked).rejects.toThrow(/closed the connection|hang up|ECONNRESET/);
    await expect(askStatistics(api)).rejects.toThrow(/closed the connection|hang up|ECONNRESET/);
  });

  it("ends at once with its signal, whatever it waits for", async () => {
    enb = await startFakeEnb({ answer: () => undefined });
    const ending = new AbortController();
    const api = await openRemoteApi(enb.url, { signal: ending.signal });
    const asked = askStatistics(api);
    await until(() => enb.asked().length === 1, "it is asked");
    ending.abort();
    await expect(asked).rejects.toThrow("ended");
    await expect(openRemoteApi(enb.url, { signal: ending.signal })).rejects.toThrow("ended");
  });
});

it.each([
  ['{"message": "ready", "name": "eNB 1"}', "greeting"],
  ['{"message": "authenticate", "error": "Authentication error"}', "greeting"],
  ['{"message": "stats", "message_id": 3}', "answer"],
  ['{"message": "stats", "message_id": "3"}', "answer"],
  ['{"message_id": 3, "error": "no"}', "answer"],
  ['{"message_id": 3, "notification": "started"}', "event"],
  ['{"error": "Too many connections"}', "server error"],
  ['{"message": "log"}', "event"],
])("the frame %s is: %s", (text, kind) => {
  expect(parseFrame(text)?.kind).toBe(kind);
});

it.each(["ws://127.0.1.2:9001", "wss://[2001:db8::1]:9001", "ws://enb"])("%s is a URL of an API", (text) => {
  expect(isApiUrl(text)).toBe(true);
});

it.each(["127.0.0.1:9001", "http://x", "ws://", "ws://x#y", "ws://x#", "", "enb"])(
  "%j is not a URL of an API",
  (text) => {
    expect(isApiUrl(text)).toBe(false);
  },
);

it("connects again with pauses that grow, and starts from the shortest once it was answered", async () => {
  enb = await startFakeEnb();
  const url = enb.url;
  await enb.close();
  const notices: string[] = [];
  const ending = new AbortController();
  await logStatistics({
    url,
    periodMs: 60_000,
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
  it("appends a line each period, goes on when the eNB comes back, and ends at a signal", async () => {
    enb = await startFakeEnb({ password: "geheim" });
    const log = join(folder, "stats.log");
    const password = join(folder, "password");
    writeFileSync(password, "geheim\n");
    const words = ["stats-log", "--url", enb.url, "--log", log, "--period", "1", "--password-file", password];
    const logger = startOrs(...words);
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
          utc: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
          data: {
            samples: { rx: [{ max: -20.5 }, { max: -3 }] },
            rf: { rxtx_delay_min: 2.5 },
            rf_info: expect.stringContaining("/dev/sdr0@1"),
            s1_list: answers.s1_list,
            ng_list: [],
          },
        });
    } finally {
      expect(await logger.end()).toBe(0);
    }
  });

  it("ends at once on SIGTERM while it waits for an answer", async () => {
    enb = await startFakeEnb({ answer: () => undefined });
    const logger = startOrs("stats-log", "--url", enb.url, "--log", join(folder, "silent.log"));
    await until(() => enb.asked().length === 1, "it is asked");
    const beganMs = performance.now();
    expect(await logger.end()).toBe(0);
    // It would wait ten seconds for the answer.
    expect(performance.now() - beganMs).toBeLessThan(5000);
  });

  it.each(["127.0.0.1:9001", "http://127.0.0.1:9001"])("refuses the URL %s", async (url) => {
    const log = join(folder, "never.log");
    const logger = startOrs("stats-log", "--url", url, "--log", log);
    expect(await logger.ended).toBe(2);
    expect(logger.complaints()).toContain(`"${url}" is not the URL of a remote API; expected: ws://`);
    expect(existsSync(log)).toBe(false);
  });
});

function startOrs(...words: string[]) {
  const child = spawn(process.execPath, [cli, ...words], { stdio: ["ignore", "inherit", "pipe"] });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const end = () => {
    child.kill("SIGTERM");
    return ended;
  };
  return { ended, end, complaints: () => complaints };
}

/** Waits for a log to have so many lines. */
async function linesOf(path: string, count: number): Promise<void> {
  const lines = () => (existsSync(path) ? readFileSync(path, "utf8").split("\n").length - 1 : 0);
  await until(() => lines() >= count, `${count} lines`);
}

/** DPDK's testpmd as the server: two queues each way, and buffers that are shorter than its frames. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readNumber } from "../../../../src/frame/compare.ts";
import { encodeFrame } from "../../../../src/frame/encode.ts";
import type { ClientMemory, Layout } from "../../../../src/link/memif/client/layout.ts";
import { defaultLayout, type MemifClient, openMemif } from "../../../../src/link/memif/client/open-memif.ts";
import { countWaiting, putFrame, takeNextFrame } from "../../../../src/link/memif/client/rings.ts";
import { useStage } from "../../../support/stage.ts";
import { until } from "../../../support/until.ts";

let folder: string;
let testpmd: ChildProcess;
let said: string;
let clients: MemifClient[];

useStage(() => ({ close: () => {} }), { programs: ["dpdk-testpmd"] });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "memif-"));
  [said, clients] = ["", []];
  startTestpmd();
});
afterEach(async () => {
  for (const client of clients) client.close();
  testpmd.kill("SIGKILL");
  if (testpmd.exitCode === null && testpmd.signalCode === null) await once(testpmd, "exit");
  rmSync(folder, { recursive: true });
});

/** What comes on a queue goes back on the queue of that number. */
function startTestpmd(): void {
  const device = `net_memif0,role=server,id=0,socket=${join(folder, "s")},socket-abstract=no,bsize=2048,rsize=10`;
  const eal = ["--lcores", "0@0,1@0", "--no-huge", "-m", "64", "--no-pci", "--no-telemetry", "--no-shconf"];
  const drivers = ["-d", "librte_net_memif.so", "-d", "librte_mempool_ring.so", "--vdev", device];
  const queues = ["--rxq=2", "--txq=2"];
  const own = ["--forward-mode=macswap", "--port-topology=loop", "--total-num-mbufs=4096", "--auto-start"];
  const words = [...eal, ...drivers, "--", ...own, ...queues, "--stats-period=60"];
  testpmd = spawn("setpriv", ["--pdeathsig", "KILL", "dpdk-testpmd", ...words], {
    env: { PATH: process.env.PATH, XDG_RUNTIME_DIR: folder, RUNTIME_DIRECTORY: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [testpmd.stdout, testpmd.stderr])
    stream?.on("data", (chunk: Buffer) => {
      said += chunk;
    });
}

/** A client for which testpmd forwards: it throws away what came before it began. */
async function connect(layout: Partial<Layout>): Promise<MemifClient> {
  let client: MemifClient | undefined;
  let problem = "";
  const options = { path: join(folder, "s"), id: 0, timeoutMs: 5000, onLeft: () => {} };
  const attempt = async () => {
    try {
      client = await openMemif(options, { ...defaultLayout, ...layout });
      return true;
    } catch (error) {
      problem = (error as Error).message;
      return false;
    }
  };
  await until(attempt, "a connection", () => `${problem}\n${said}`);
  if (client === undefined) throw new Error("no client");
  clients.push(client);
  await awaitForwarding(client.client);
  return client;
}

async function awaitForwarding(client: ClientMemory): Promise<void> {
  expect(takeNextFrame(client)).toBeNull();
  const comesBack = () => {
    putFrame(client, encodeFrame({ ...fields, length: 60 }, probe));
    return takeNextFrame(client) !== null;
  };
  await until(comesBack, "testpmd forwarding", () => said);
  const isOver = () => countWaiting(client) === 0 && takeNextFrame(client) === null;
  await until(isOver, "the last probe");
}

/** The number of frames that only ask whether it is there. */
const probe = 1_000_000;

const fields = {
  destination: Uint8Array.of(2, 0, 0, 0, 0, 1),
  source: Uint8Array.of(2, 0, 0, 0, 0, 2),
  vlans: undefined,
  type: undefined,
  payload: undefined,
  fill: 0x5a,
  isNumbered: true,
};

async function takeAll({ client }: MemifClient, count: number): Promise<Buffer[]> {
  const frames: Buffer[] = [];
  const take = () => {
    for (let frame = takeNextFrame(client); frame !== null; frame = takeNextFrame(client))
      if (readNumber(frame) < probe) frames.push(Buffer.from(frame));
    return frames.length >= count;
  };
  await until(take, `${count} frames`, () => `${frames.length} came; ${said}`);
  return frames;
}

test("frames of both rings to the server come back once each, those of a ring in order; none came before", async () => {
  const memif = await connect({ ringsToServer: 2, ringsToClient: 2 });
  const count = 3000;
  const came: number[] = [];
  for (let number = 0; number < count; number += 100) {
    for (let one = 0; one < 100; one++)
      expect(putFrame(memif.client, encodeFrame({ ...fields, length: 64 }, number + one), one % 2)).toContain(
        "sent",
      );
    came.push(...(await takeAll(memif, 100)).map(readNumber));
  }
  expect(came.filter((number) => number % 2 === 0)).toEqual(
    Array.from({ length: count / 2 }, (_, index) => 2 * index),
  );
  expect(came.filter((number) => number % 2 === 1)).toEqual(
    Array.from({ length: count / 2 }, (_, index) => 2 * index + 1),
  );
  expect(countWaiting(memif.client)).toBe(0);
});

test("a frame that is longer than our buffers comes back whole, from several of them", async () => {
  const memif = await connect({ headroom: 1421 });
  const frame = encodeFrame({ ...fields, length: 1000 }, 7);
  putFrame(memif.client, frame);
  const [back] = await takeAll(memif, 1);
  expect(back?.subarray(12)).toEqual(Buffer.from(frame.subarray(12)));
});

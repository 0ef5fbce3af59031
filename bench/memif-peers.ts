/**
 * Two processes: a generator in C on one core, and between its two memif clients, on the other core, the switch or a program
 * of others: DPDK's testpmd, which forwards without looking at a frame, and Open vSwitch with DPDK. Frames per second that
 * come through.
 */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { encodeFrame } from "../src/frame/encode.ts";
import { raiseEventfd } from "../src/libc/shared/raise.ts";
import { defaultLayout, type MemifClient, openMemif } from "../src/link/memif/client/open-memif.ts";
import { putFrame, takeNextFrame } from "../src/link/memif/client/rings.ts";
import { compileProgram } from "./link-place.ts";
import { median, type Report } from "./measure.ts";
import {
  type Contestant,
  findObstacle,
  type MemifServers,
  openVswitch,
  ours,
  spawnPinned,
  testpmd,
} from "./memif-servers.ts";

const rounds = 5;
const seconds = 2;
const patienceMs = 30_000;
const lengths = [60, 1514];
const [forwardingCore, generatingCore] = [0, 1];
const peers = [
  { peer: "testpmd, which only forwards", contestant: testpmd, least: 0.5 },
  { peer: "Open vSwitch with DPDK", contestant: openVswitch, least: 1.1 },
];

export async function comparePeers(report: Report): Promise<void> {
  const others = peers.filter(({ contestant }) => {
    const obstacle = findObstacle(contestant);
    if (obstacle !== null) console.log(`  skipped: ${obstacle}`);
    return obstacle === null;
  });
  if (others.length === 0) return;
  const pump = compileProgram("memif-pump");
  for (const length of lengths) {
    const contestants = [ours, ...others.map(({ contestant }) => contestant)];
    const [own = 0, ...theirs] = await measureInTurn(contestants, pump, length);
    for (const [place, { peer, least }] of others.entries()) {
      const ratio = own / (theirs[place] ?? 0);
      report({
        name: `${length} bytes, two processes`,
        ours: own / 1e6,
        unit: "million frames/s",
        peer,
        theirs: (theirs[place] ?? 0) / 1e6,
        ratio,
        target: `at least ${least} of it`,
        ok: ratio >= least,
      });
    }
  }
}

/** The median of each over some rounds. */
async function measureInTurn(
  contestants: readonly Contestant[],
  pump: string,
  length: number,
): Promise<number[]> {
  const rates = contestants.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [place, contestant] of contestants.entries())
      rates[place]?.push(await measureThrough(contestant, pump, length));
  }
  return rates.map(median);
}

async function measureThrough(contestant: Contestant, pump: string, length: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "memif-peers-"));
  const clients: MemifClient[] = [];
  let servers: MemifServers | undefined;
  try {
    servers = await contestant.start(folder, forwardingCore);
    for (const id of servers.sockets.keys()) clients.push(await connect(servers, id, contestant));
    const [source, sink] = clients as [MemifClient, MemifClient];
    await introduce(sink, source);
    return await runPump(pump, source, sink, length);
  } finally {
    for (const client of clients) client.close();
    await servers?.close();
    rmSync(folder, { recursive: true });
  }
}

async function connect(
  servers: MemifServers,
  id: number,
  { ringsToClient }: Contestant,
): Promise<MemifClient> {
  const path = servers.sockets[id] ?? "";
  const layout = { ...defaultLayout, ringsToClient };
  const end = performance.now() + patienceMs;
  for (;;) {
    try {
      return await openMemif({ path, id, timeoutMs: 5000, onLeft: () => {} }, layout);
    } catch (error) {
      if (performance.now() > end || servers.hasEnded()) throw error;
      await wait(50);
    }
  }
}

/** Until a frame of the one comes out at the other: the switch then knows where its station is. */
async function introduce(sink: MemifClient, source: MemifClient): Promise<void> {
  const none = { vlans: undefined, type: undefined, payload: undefined, fill: undefined, isNumbered: false };
  const addresses = { source: Uint8Array.of(2, 0, 0, 0, 0, 2), destination: Uint8Array.of(2, 0, 0, 0, 0, 1) };
  const frame = encodeFrame({ ...none, ...addresses, length: 60 });
  const end = performance.now() + patienceMs;
  while (takeNextFrame(source.client) === null) {
    if (performance.now() > end) throw new Error("nothing came through");
    if (putFrame(sink.client, frame) === "sent, wake the server") raiseEventfd(sink.descriptors.toServer[0]);
    await wait(20);
  }
}

async function runPump(
  pump: string,
  source: MemifClient,
  sink: MemifClient,
  length: number,
): Promise<number> {
  const { log2Slots, bufferBytes, ringsToServer, ringsToClient } = source.client.layout;
  const words = [length, 2 ** log2Slots, bufferBytes, ringsToServer, ringsToClient, seconds].map(String);
  const { memfd, toServer } = source.descriptors;
  const descriptors = [memfd, sink.descriptors.memfd, toServer[0]];
  const child = spawnPinned(generatingCore, [pump, ...words], {
    stdio: ["ignore", "pipe", "inherit", ...descriptors],
  });
  let printed = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    printed += chunk;
  });
  await once(child, "close");
  return Number(printed);
}

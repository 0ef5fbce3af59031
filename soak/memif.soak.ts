/**
 * Peers of shared memory that lie: random descriptors, lengths, indexes and posted buffers, while another process
 * changes types and tags of every buffer under the switch's hands. Count is the number of descriptors. No frame may come
 * out in a VLAN that its port has not, good peers keep working, the process lives and its memory stays flat.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../bench/measure.ts";
import { encodeFrame } from "../src/frame/encode.ts";
import { findTags } from "../src/frame/format.ts";
import { raiseEventfd } from "../src/libc/shared/raise.ts";
import { type ClientMemory, getBufferOffset, getRegionBytes } from "../src/link/memif/client/layout.ts";
import { chained, descriptorWords, loadIndex, storeIndex } from "../src/link/memif/ring.ts";
import { serveTurn } from "../src/link/switch/forward.ts";
import { makePort, openShmSwitch, type ShmSwitch, type TestClient } from "../test/link/memif/shm-switch.ts";
import { createRandom } from "../test/support/random.ts";
import { until } from "../test/support/until.ts";
import { findImbalances } from "../test/vlan/memory-switch.ts";
import type { Order, Result } from "./soak.ts";

export const count = 100_000_000;

const root = join(import.meta.dirname, "..");
const burst = 256;
const maxGrowth = 128 * 1024 * 1024;
const flipSeconds = 3600;

export async function run({ seed, count: descriptors }: Order): Promise<Result> {
  const stage = openShmSwitch();
  const trunk = { access: null, trunk: [{ first: 10, last: 10 }] };
  await stage.configure([
    makePort("liar", stage.path, 0),
    makePort("victim", stage.path, 1, { access: 20 }),
    makePort("same", stage.path, 2),
    makePort("trunk", stage.path, 3, trunk),
    makePort("cheat", stage.path, 4),
  ]);
  const flipper = await startFlipping(await stage.connect(0));
  try {
    return await lie(stage, flipper.liar, seed, descriptors);
  } finally {
    await flipper.end();
    stage.close();
  }
}

type Round = { readonly failures: string[]; sent: number; seen: number; ended: number };

async function lie(stage: ShmSwitch, liar: TestClient, seed: number, descriptors: number): Promise<Result> {
  const others = [await stage.connect(1), await stage.connect(2), await stage.connect(3)] as const;
  const round: Round = { failures: [], sent: 0, seen: 0, ended: 0 };
  const random = createRandom(seed);
  const before = process.memoryUsage.rss();
  while (round.sent < descriptors && round.failures.length < 20) {
    writeDescriptors(liar.client, random);
    round.sent += burst;
    serveAll(stage, liar.client);
    checkVictims(others, round);
    if (round.sent % (burst * 256) === 0) await cheat(stage, others[1], random, round);
  }
  const growth = process.memoryUsage.rss() - before;
  if (growth > maxGrowth) round.failures.push(`${growth} bytes of memory more than before`);
  round.failures.push(...findImbalances(stage.switch));
  if (round.seen === 0 || round.ended === 0) round.failures.push("nothing came out, or nobody was sent away");
  if (!(await isStillWorking(stage, others))) round.failures.push("good peers do not reach each other");
  const { dropped, received } = stage.counters("liar") ?? { dropped: { descriptor: 0 }, received: 0 };
  return {
    passed: round.sent - round.failures.length,
    failures: round.failures,
    figures: [
      `${round.sent} descriptors, ${received} frames, ${dropped.descriptor} refused, ${round.seen} came out`,
      `${round.ended} peers sent away for their indexes or posted buffers`,
      `${Math.round(growth / 1024)} KiB more memory than before`,
    ],
  };
}

/** A peer whose index jumps, or that posts a buffer outside of its memory, is sent away, and its port is free again. */
async function cheat(stage: ShmSwitch, other: TestClient, random: () => number, round: Round): Promise<void> {
  const peer = await stage.connect(4, { log2Slots: 4 });
  const { memory, toServer, toClient } = peer.client;
  const kind = random() % 5;
  const bad = [(1 + (random() % 0xffff)) << 16, 0x8000_0000 | random(), 0xf000_0000 | random()];
  // more than the slots, and less than once around
  const jump = toClient.slots + 1 + (random() % 60_000);
  if (kind < bad.length) memory.words[toClient.descriptors + kind] = bad[kind] as number;
  else {
    const ring = kind === bad.length ? toServer : toClient;
    storeIndex(memory, ring.head, loadIndex(memory, ring.tail) + jump);
  }
  raiseEventfd(peer.descriptors.toServer[0]);
  other.send(Buffer.from(`ffffffffffff02080808080888b5${"00".repeat(46)}`, "hex"));
  await until(
    () => peer.left.length === 1 && !stage.isUp("cheat"),
    "the end of a peer that cheats",
    () => `kind ${kind}, ${peer.left}`,
  );
  peer.close();
  round.ended += 1;
}

/** Chains are batches of their own, so it may take many turns. */
function serveAll(stage: ShmSwitch, { memory, toServer }: ClientMemory): void {
  const isWaiting = () => loadIndex(memory, toServer.head) !== loadIndex(memory, toServer.tail);
  for (let turn = 0; turn < burst && isWaiting(); turn++) serveTurn(stage.switch, 0);
}

/** A chain's first piece has more than the type behind a tag: else the next piece could begin with a second tag. */
const judgedBytes = 18;

/** Good ones, ones that are wrong in each of their fields, and chains of both; memif-flip.c knows where frames begin. */
function writeDescriptors({ layout, memory, toServer }: ClientMemory, random: () => number): void {
  const head = loadIndex(memory, toServer.tail);
  for (let index = 0; index < burst; index++) {
    const slot = (head + index) & (toServer.slots - 1);
    const place = toServer.descriptors + slot * descriptorWords;
    const kind = random() & 15;
    memory.words[place] = kind === 0 ? random() : kind === 4 ? chained : 0;
    memory.words[place + 1] = kind === 1 ? random() : (kind === 4 ? judgedBytes : 14) + (random() % 100);
    const start = getBufferOffset("toServer", layout, slot) + (slot % 4 === 3 ? 1 : 0);
    memory.words[place + 2] = kind === 2 ? random() : start + (kind === 3 ? random() & 31 : 0);
    if (kind > 3) writeAddresses(memory.bytes, memory.words[place + 2] as number, random());
  }
  storeIndex(memory, toServer.head, head + burst);
}

/** A broadcast, or one to nobody, from one of a few stations. */
function writeAddresses(bytes: Uint8Array, at: number, word: number): void {
  bytes.fill((word & 1) === 0 ? 0xff : 0x02, at, at + 6);
  bytes.fill(0x02, at + 6, at + 12);
  bytes[at + 11] = word >>> 24;
}

/** The liar is in VLAN 10 alone and sends no stacks: nothing reaches 20, access ports get no tag, the trunk that of VLAN 10. */
function checkVictims([victim, same, trunk]: readonly TestClient[], round: Round): void {
  for (const frame of victim?.receiveAll() ?? []) round.failures.push(`in VLAN 20: ${frame.toString("hex")}`);
  for (const frame of same?.receiveAll() ?? []) {
    round.seen += 1;
    if (findTags(frame).tags.length > 0) round.failures.push(`with a tag: ${frame.toString("hex")}`);
  }
  for (const frame of trunk?.receiveAll() ?? []) {
    const { tags } = findTags(frame);
    if (tags.length !== 1 || tags[0]?.vid !== 10)
      round.failures.push(`on the trunk: ${frame.toString("hex")}`);
  }
}

async function isStillWorking(stage: ShmSwitch, [, same, trunk]: readonly TestClient[]): Promise<boolean> {
  const none = { vlans: undefined, type: undefined, length: undefined, fill: undefined, isNumbered: false };
  const addresses = { destination: Uint8Array.of(2, 9, 9, 9, 9, 9), source: Uint8Array.of(2, 8, 8, 8, 8, 8) };
  trunk?.send(
    encodeFrame({
      ...none,
      ...addresses,
      vlans: [{ vid: 10, pcp: 0, dei: 0 }],
      payload: Buffer.from("alive"),
    }),
  );
  for (let tries = 0; tries < 1000; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (same?.receiveAll().some((frame) => frame.toString("latin1", 14) === "alive"))
      return stage.isUp("victim");
  }
  return false;
}

/** A process that maps the liar's memory and never stops changing it. */
async function startFlipping(
  liar: TestClient,
): Promise<{ readonly liar: TestClient; readonly end: () => Promise<void> }> {
  const folder = join(root, ".setup");
  mkdirSync(folder, { recursive: true });
  const program = join(folder, "memif-flip");
  runProgram("gcc", ["-O2", "-Wall", "-Wextra", "-Werror", "-o", program, join(root, "soak/c/memif-flip.c")]);
  const { layout } = liar.client;
  const buffers = [getBufferOffset("toServer", layout, 0), layout.bufferBytes, liar.client.toServer.slots];
  const words = [3, getRegionBytes(layout), ...buffers, flipSeconds].map(String);
  const child = spawn(program, words, { stdio: ["ignore", "inherit", "inherit", liar.descriptors.memfd] });
  return {
    liar,
    end: async () => {
      child.kill();
      await once(child, "exit");
    },
  };
}

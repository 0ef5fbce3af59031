/**
 * The switch between two ports of shared memory on one core, with the work of both clients in the same loop, beside the
 * same in C: frames per second of processor time, interleaved. Then as a process of its own, beside DPDK's testpmd.
 */
import { encodeFrame } from "../src/frame/encode.ts";
import type { ClientMemory } from "../src/link/memif/client/layout.ts";
import { getBufferOffset } from "../src/link/memif/client/layout.ts";
import { descriptorWords, loadIndex, noInterrupt, storeIndex } from "../src/link/memif/ring.ts";
import { serveTurn } from "../src/link/switch/forward.ts";
import { makePort, openShmSwitch, type ShmSwitch } from "../test/link/memif/shm-switch.ts";
import { compileProgram } from "./link-place.ts";
import { median, type Report, runProgram } from "./measure.ts";
import { comparePeers } from "./memif-peers.ts";

export const name = "switch-memory";

const rounds = 7;
const frames = 3_000_000;
/** As many as the loop in C takes at once. */
const inTurn = 256;
/** The frames of one pair of stations come in runs, which is the best case; of many pairs, each is another one's. */
const cases = [
  { length: 60, pairs: 1, least: 0.25 },
  { length: 60, pairs: 64, least: 0.1 },
  { length: 1514, pairs: 1, least: 0.7 },
];
/** Millions of frames a second: 10 Gbit/s of shortest frames are 14.88. */
const leastRate = 10;

export async function run(report: Report): Promise<void> {
  const loop = compileProgram("memif-loop");
  for (const one of cases) {
    const { length, pairs } = one;
    const stage = await openStage(length, pairs);
    try {
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let round = 0; round <= rounds; round++) {
        const [own, other] = [
          stage.forward(),
          Number(runProgram(loop, [`${length}`, `${frames}`, `${pairs}`])),
        ];
        if (round === 0) continue;
        ours.push(own);
        theirs.push(other);
      }
      describe(report, one, median(ours) / 1e6, median(theirs) / 1e6);
    } finally {
      stage.close();
    }
  }
  await comparePeers(report);
}

type Case = (typeof cases)[number];

function describe(report: Report, { length, pairs, least }: Case, ours: number, theirs: number): void {
  const who = pairs === 1 ? "" : `, ${pairs} pairs of stations in turn`;
  const what = { name: `${length} bytes${who}`, ours, unit: "million frames/s" };
  const ratio = ours / theirs;
  const target = `at least ${least} of it`;
  report({
    ...what,
    peer: "a C loop on rings of the same layout",
    theirs,
    ratio,
    target,
    ok: ratio >= least,
  });
  if (length > 60 || pairs > 1) return;
  const enough = `at least ${leastRate}`;
  report({
    ...what,
    peer: "line rate of 10 Gbit/s",
    theirs: 14.88,
    ratio: ours / 14.88,
    target: enough,
    ok: ours >= leastRate,
  });
}

const noFields = {
  vlans: undefined,
  type: undefined,
  payload: undefined,
  fill: undefined,
  isNumbered: false,
};

type Stage = { readonly forward: () => number; readonly close: () => void };

async function openStage(length: number, pairs: number): Promise<Stage> {
  const stage = openShmSwitch();
  await stage.configure([makePort("source", stage.path, 0), makePort("sink", stage.path, 1)]);
  const [source, sink] = [await stage.connect(0), await stage.connect(1)];
  const make = (from: number, to: number, pair: number) =>
    encodeFrame({
      ...noFields,
      source: Uint8Array.of(2, 0, 0, 0, from, pair),
      destination: Uint8Array.of(2, 0, 0, 0, to, pair),
      length,
    });
  fillBuffers(source.client, (slot) => make(1, 2, slot % pairs));
  for (let pair = 0; pair < pairs; pair++) sink.send(make(2, 1, pair));
  serveTurn(stage.switch, 1);
  sink.client.memory.halves[sink.client.toClient.flags] = noInterrupt;
  // from here on nothing is told by events: this loop does it all
  const forward = () => measure(stage, source.client, sink.client);
  forward();
  return { forward, close: stage.close };
}

function measure(stage: ShmSwitch, source: ClientMemory, sink: ClientMemory): number {
  const start = process.cpuUsage();
  let done = 0;
  while (done < frames) {
    offerFrames(source);
    serveTurn(stage.switch, 0);
    done += takeAll(sink);
  }
  const { user, system } = process.cpuUsage(start);
  return (done * 1e6) / (user + system);
}

function fillBuffers(client: ClientMemory, makeFrame: (slot: number) => Uint8Array): void {
  for (let slot = 0; slot < client.toServer.slots; slot++) {
    const frame = makeFrame(slot);
    const offset = getBufferOffset("toServer", client.layout, slot);
    client.memory.bytes.set(frame, offset);
    client.memory.words.set(
      [0, frame.length, offset, 0],
      client.toServer.descriptors + slot * descriptorWords,
    );
  }
}

/** The buffers keep their frames: what a generator changes is the index. */
function offerFrames({ memory, toServer }: ClientMemory): void {
  storeIndex(memory, toServer.head, loadIndex(memory, toServer.tail) + inTurn);
}

function takeAll({ layout, memory, toClient }: ClientMemory): number {
  const { words } = memory;
  const head = loadIndex(memory, toClient.head);
  const tail = loadIndex(memory, toClient.tail);
  const first = (head - toClient.slots) & 0xffff;
  const count = (tail - first) & 0xffff;
  const mask = toClient.slots - 1;
  for (let index = 0; index < count; index++)
    words[toClient.descriptors + ((first + index) & mask) * descriptorWords + 1] = layout.bufferBytes;
  storeIndex(memory, toClient.head, head + count);
  return count;
}

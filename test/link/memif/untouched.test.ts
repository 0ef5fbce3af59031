/**
 * Not a byte beside a frame is read or written, whatever its alignment: after each batch both memories are compared as a whole
 * with what must lie there. Around all frames and posted buffers is noise, up to the last byte of the memory.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import { maxEthernetFrame } from "../../../src/link/frames/frame-pool.ts";
import { loadIndex } from "../../../src/link/memif/ring.ts";
import { serveTurn } from "../../../src/link/switch/forward.ts";
import { createRandom } from "../../support/random.ts";
import {
  createImage,
  cutPlace,
  fillAround,
  findDifference,
  findPlaces,
  offerPlaces,
  type Place,
} from "./images.ts";
import { makePort, openShmSwitch, type ShmSwitch, type TestClient } from "./shm-switch.ts";

const random = createRandom(Number(process.env.ORS_SEED));
const noise = new Uint8Array(Uint32Array.from({ length: 2 ** 19 }, random).buffer);

let stage: ShmSwitch;
let one: TestClient;
let other: TestClient;

beforeEach(() => {
  stage = openShmSwitch();
});
afterEach(() => stage.close());

type Kind = "untagged" | "tagged";
const ways: readonly (readonly [Kind, Kind])[] = [
  ["untagged", "untagged"],
  ["untagged", "tagged"],
  ["tagged", "untagged"],
  ["tagged", "tagged"],
];

/** How the frames of a batch go: all to one station, some of them to everybody, or each in two pieces. */
const manners = ["to one", "some to all", "in pieces"] as const;

type Batch = {
  readonly from: Kind;
  readonly to: Kind;
  /** Of the frames as they are sent. */
  readonly length: number;
  readonly manner: (typeof manners)[number];
  /** Where a frame is to lie and where it is to go, less multiples of 16. */
  readonly alignments: readonly (readonly [number, number])[];
};

const [vlan, tagBytes, shortestTagged] = [10, 4, 20];
const [here, there] = [Buffer.from("020000000001", "hex"), Buffer.from("020000000002", "hex")];

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** Every pair of alignments, in another order each time. */
function pairAll(): [number, number][] {
  const start = random() & 0xff;
  return range(0, 255).map((index) => {
    const pair = (start + index * 37) & 0xff;
    return [pair >> 4, pair & 15];
  });
}

test.each(ways)(
  "frames that come %s and leave %s: every alignment, the shortest ones, and those of 1,500 bytes of payload",
  async (from, to) => {
    const faults: string[] = [];
    await open(from, to, { log2Slots: 8, bufferBytes: 1663 });
    for (const length of [...range(14, 80), ...range(253, 262), ...range(1512, 1524)])
      for (const manner of manners) {
        const alignments = manner === "in pieces" ? pairAll().slice(0, 128) : pairAll();
        faults.push(...findFaults({ from, to, length, manner, alignments }));
      }
    expect(faults).toEqual([]);
  },
);

test.each(ways)("frames that come %s and leave %s: the longest ones", async (from, to) => {
  const faults: string[] = [];
  await open(from, to, { log2Slots: 4, bufferBytes: 33_333 });
  for (const length of range(maxEthernetFrame - 2, maxEthernetFrame))
    for (const manner of manners) {
      const alignments = pairAll().slice(0, manner === "in pieces" ? 8 : 16);
      faults.push(...findFaults({ from, to, length, manner, alignments }));
    }
  expect(faults).toEqual([]);
});

async function open(from: Kind, to: Kind, layout: { log2Slots: number; bufferBytes: number }): Promise<void> {
  const trunk = { access: null, trunk: [{ first: vlan, last: vlan }] };
  await stage.configure([
    makePort("one", stage.path, 0, from === "tagged" ? trunk : {}),
    makePort("other", stage.path, 1, to === "tagged" ? trunk : {}),
  ]);
  [one, other] = [await stage.connect(0, layout), await stage.connect(1, layout)];
  // from now on the switch knows who is there
  const tag = to === "tagged" ? Buffer.of(0x81, 0, 0, vlan) : Buffer.alloc(0);
  other.send(Buffer.concat([here, there, tag, Buffer.alloc(50)]));
  serveTurn(stage.switch, 1);
}

/** Sends a batch from one to the other. */
function findFaults(batch: Batch): readonly string[] {
  const { toServer } = one.client;
  const { toClient } = other.client;
  const [frames, buffers] = prepare(batch);
  const sent = frames.map((place, index) => writeHeader(place, batch, index));
  const pieces =
    batch.manner !== "in pieces"
      ? frames
      : frames.flatMap((place) => cutPlace(place, 1 + (random() % (place.length - 1))));
  const head = loadIndex(one.client.memory, toServer.head);
  const tail = loadIndex(other.client.memory, toClient.tail);
  offerPlaces(one, toServer, head, pieces);
  offerPlaces(other, toClient, tail, buffers);
  const [source, target] = [createImage(one), createImage(other)];
  source.moveTail(toServer, head + pieces.length);
  const gone = isWhole(batch) ? sent : [];
  for (const [index, frame] of gone.entries())
    target.putFrame(toClient, tail + index, buffers[index] as Place, retag(frame, batch));
  target.moveTail(toClient, tail + gone.length);
  while (loadIndex(one.client.memory, toServer.head) !== loadIndex(one.client.memory, toServer.tail))
    serveTurn(stage.switch, 0);
  return [
    ["source", findDifference(one, source.bytes)] as const,
    ["target", findDifference(other, target.bytes)] as const,
  ].flatMap(([name, fault]) => (fault === null ? [] : [`${describe(batch)}: ${name}: ${fault}`]));
}

/** Where the frames lie, and the posted buffers: with exactly the room that each needs. */
function prepare(batch: Batch): readonly [readonly Place[], readonly Place[]] {
  const { length, alignments } = batch;
  const bare = length - (batch.from === "tagged" ? tagBytes : 0);
  const leaving = bare + (batch.to === "tagged" ? tagBytes : 0);
  const [sources, targets] = [alignments.map(([source]) => source), alignments.map(([, target]) => target)];
  const frames = findPlaces(one, length, sources);
  const buffers = findPlaces(other, leaving, targets);
  fillAround(one, frames, noise);
  fillAround(other, buffers, noise.subarray(random() & 0xffff));
  return [frames, buffers];
}

/** Writes a header over what lies at a place. Returns the whole frame. */
function writeHeader({ offset, length }: Place, { from, manner }: Batch, index: number): Buffer {
  const { bytes } = one.client.memory;
  const tag = from === "tagged" ? [0x81, 0, (bytes[offset] as number) & 0xf0, vlan] : [];
  const isToAll = manner === "some to all" && index % 5 === 4;
  const header = [...(isToAll ? Buffer.alloc(6, 0xff) : there), ...here, ...tag, 0x88, 0xb5];
  bytes.set(header.slice(0, length), offset);
  return Buffer.from(bytes.subarray(offset, offset + length));
}

/** The switch takes no shorter ones that begin with a tag. */
function isWhole({ from, length }: Batch): boolean {
  return from === "untagged" || length >= shortestTagged;
}

function retag(frame: Buffer, { from, to }: Batch): Buffer {
  const [tag, rest] =
    from === "tagged"
      ? [frame.subarray(12, 16), frame.subarray(16)]
      : [Buffer.of(0x81, 0, 0, vlan), frame.subarray(12)];
  return Buffer.concat([frame.subarray(0, 12), ...(to === "tagged" ? [tag] : []), rest]);
}

function describe({ from, to, length, manner }: Batch): string {
  return `${length} bytes, ${from} to ${to}, ${manner}`;
}

/** How much one peer may bring before the others have their turn. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { maxEthernetFrame } from "../../../src/link/frames/frame-pool.ts";
import { maxBatchBytes } from "../../../src/link/memif/limits.ts";
import { loadIndex } from "../../../src/link/memif/ring.ts";
import { serveTurn } from "../../../src/link/switch/forward.ts";
import { cutPlace, offerPlaces, type Place } from "./images.ts";
import { makePort, openShmSwitch, type ShmSwitch, type TestClient } from "./shm-switch.ts";

let stage: ShmSwitch;
let one: TestClient;

const log2Slots = 12;
const slots = 2 ** log2Slots;
const [batchFrames, batchesInTurn] = [256, 4];

beforeEach(async () => {
  stage = openShmSwitch();
  await stage.configure([makePort("one", stage.path, 0), makePort("other", stage.path, 1)]);
  one = await stage.connect(0, { log2Slots, bufferBytes: 64 });
  await stage.connect(1);
});
afterEach(() => {
  vi.restoreAllMocks();
  stage.close();
});

/** A whole ring of frames that all lie in one place, perhaps each in two pieces. Returns how many of these a turn takes. */
function takeTurn(length: number, more = 0): number {
  const { memory, toServer } = one.client;
  const offset = memory.bytes.length - maxEthernetFrame;
  memory.bytes.set(Buffer.from("ffffffffffff02000000000188b5", "hex"), offset);
  const pieces = more > 0 ? cutPlace({ offset, length: length + more }, length) : [{ offset, length }];
  const places: Place[] = Array.from({ length: slots }, (_, index) => pieces[index % pieces.length] as Place);
  offerPlaces(one, toServer, 0, places);
  serveTurn(stage.switch, 0);
  return loadIndex(memory, toServer.tail);
}

test("a turn has four batches", () => {
  // a slow machine ends a turn earlier
  vi.spyOn(performance, "now").mockReturnValue(0);
  expect(takeTurn(60)).toBe(batchesInTurn * batchFrames);
});

test("long frames have smaller batches: each of them can go to every port", () => {
  vi.spyOn(performance, "now").mockReturnValue(0);
  const inBatch = Math.ceil(maxBatchBytes / maxEthernetFrame);
  expect(takeTurn(maxEthernetFrame)).toBe(batchesInTurn * inBatch);
});

test("long frames in pieces have smaller batches, too", () => {
  vi.spyOn(performance, "now").mockReturnValue(0);
  const [first, second] = [maxEthernetFrame - 20, 20];
  const inBatch = Math.ceil((maxBatchBytes + 1) / maxEthernetFrame);
  expect(takeTurn(first, second)).toBe(2 * batchesInTurn * inBatch);
});

test("a turn that takes long ends with its batch, and what is left comes in the next one", () => {
  let ms = 0;
  vi.spyOn(performance, "now").mockImplementation(() => {
    ms += 2;
    return ms;
  });
  expect(takeTurn(60)).toBe(batchFrames);
  serveTurn(stage.switch, 0);
  expect(loadIndex(one.client.memory, one.client.toServer.tail)).toBe(2 * batchFrames);
});

import { readdirSync, readFileSync, readlinkSync, readSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodeFrame } from "../../../src/frame/encode.ts";
import { noInterrupt, storeIndex } from "../../../src/link/memif/ring.ts";
import { until } from "../../support/until.ts";
import { makePort, openShmSwitch, type ShmSwitch, type TestClient } from "./shm-switch.ts";
import { jump, sendDescriptors } from "./write-descriptors.ts";

let stage: ShmSwitch;
let [one, other]: TestClient[] = [];

beforeEach(async () => {
  stage = openShmSwitch();
  const trunk = { access: null, trunk: [{ first: 10, last: 20 }] };
  await stage.configure([
    makePort("one", stage.path, 0),
    makePort("other", stage.path, 1),
    makePort("third", stage.path, 2, trunk),
  ]);
  [one, other] = [await stage.connect(0), await stage.connect(1)];
});
afterEach(() => stage.close());

const none = {
  destination: undefined,
  source: undefined,
  vlans: undefined,
  type: undefined,
  length: undefined,
  fill: undefined,
  isNumbered: false,
};
const frameOf = (payload: string) => Buffer.from(encodeFrame({ ...none, payload: Buffer.from(payload) }));

async function receive(client: TestClient | undefined, count: number): Promise<string[]> {
  const frames: Buffer[] = [];
  const take = () => frames.push(...(client?.receiveAll() ?? [])) >= count;
  await until(take, `${count} frames`);
  return frames.map((frame) => frame.toString("latin1", 14));
}

/** Goes through the switch behind all that was sent before it. */
async function expectStillWorking(): Promise<void> {
  other?.send(frameOf("still here"));
  expect(await receive(one, 1)).toEqual(["still here"]);
}

describe("shared memory", () => {
  test("carries frames whole and in order, many times around the rings, in a ring of any size", async () => {
    const small = await stage.connect(2, { log2Slots: 2, bufferBytes: 256, headroom: 37 });
    const sent = Array.from({ length: 200 }, (_, index) => `frame ${index}`);
    const came: string[] = [];
    for (const payload of sent) {
      one?.send(frameOf(payload));
      came.push(...(await receive(small, 1)));
    }
    // a trunk gets the tag of VLAN 10
    expect(came).toEqual(sent.map((payload) => `\0\n\u0088\u00b5${payload}`));
    expect(await receive(other, 200)).toEqual(sent);
  });

  test("a peer is woken, and not while it says that it is awake", async () => {
    if (one === undefined || other === undefined) throw new Error("no clients");
    const { memory, toClient } = other.client;
    const { toClient: toWake } = other.descriptors;
    memory.halves[toClient.flags] = noInterrupt;
    one.send(frameOf("awake"));
    await receive(other, 1);
    expect(() => readSync(toWake, Buffer.alloc(8))).toThrow("EAGAIN");
    memory.halves[toClient.flags] = 0;
    one.send(frameOf("asleep"));
    await receive(other, 1);
    expect(readSync(toWake, Buffer.alloc(8))).toBe(8);
  });

  test("a queue that nobody empties is full, and counts what has no room", async () => {
    await stage.connect(2, { log2Slots: 3 });
    for (let index = 0; index < 20; index++) one?.send(frameOf(`${index}`));
    await receive(other, 20);
    expect(stage.counters("third")?.sent).toBe(8);
    expect(stage.counters("third")?.not_sent).toEqual({ no_room: 12, too_long: 0, down: 0, refused: 0 });
  });

  test("a frame that with its tag is longer than a posted buffer is not cut: the buffer waits for the next", async () => {
    const small = await stage.connect(2, { log2Slots: 4, bufferBytes: 64 });
    one?.send(frameOf("x".repeat(47)));
    one?.send(frameOf("y".repeat(46)));
    expect(await receive(small, 1)).toEqual([`\0\n\u0088\u00b5${"y".repeat(46)}`]);
    expect(stage.counters("third")?.not_sent.too_long).toBe(1);
  });

  test("a peer that leaves takes the link down and its memory away; the next one brings it up", async () => {
    const before = countMappings();
    expect(stage.isUp("one")).toBe(true);
    one?.close();
    await until(() => !stage.isUp("one"), "the link down");
    // that of the client itself, and that of the switch
    expect(countMappings()).toBe(before - 2);
    other?.send(frameOf("to nobody"));
    await until(() => stage.counters("other")?.dropped.no_port === 1, "nobody there");
    one = await stage.connect(0);
    await expectStillWorking();
  });

  test("a port that is taken away ends its peer and no other", async () => {
    await stage.configure([makePort("other", stage.path, 1), makePort("late", stage.path, 7)]);
    await until(() => one?.left.length === 1, "the peer of the port");
    expect(one?.left).toEqual(["the port was taken away"]);
    one = await stage.connect(7);
    await expectStillWorking();
  });
});

describe("a peer that lies", () => {
  test.each([
    ["offset above the memory", [0, 64, 0xfffff000, 0]],
    ["offset and length above 32 bits", [0, 0xffffffff, 0xffffffff, 0]],
    ["length above the memory", [0, 0x7fffffff, 0, 0]],
    ["region that is not there", [7 << 16, 64, 0, 0]],
    ["frame of no bytes", [0, 0, 0, 0]],
    ["frame of 13 bytes", [0, 13, 0, 0]],
  ])("in a descriptor (%s) loses that frame, which is counted, and no other", async (_, words) => {
    sendDescriptors(one, [words]);
    one?.send(frameOf("the next one"));
    expect(await receive(other, 1)).toEqual(["the next one"]);
    expect(stage.counters("one")?.dropped).toMatchObject({ descriptor: 1, malformed: 0 });
    await expectStillWorking();
    expect(one?.left).toEqual([]);
  });

  test("by one byte loses its frame or its connection, and not where it ends with its memory", async () => {
    const end = (one as TestClient).client.memory.bytes.length;
    (one as TestClient).client.memory.bytes.set(frameOf("at the end"), end - 24);
    sendDescriptors(one, [
      [0, 24, end - 23, 0],
      [0, 24, end - 24, 0],
    ]);
    expect(await receive(other, 1)).toEqual(["at the end"]);
    expect(stage.counters("one")).toMatchObject({ received: 2, dropped: { descriptor: 1 } });
    const { memory, toClient } = (one as TestClient).client;
    memory.words.set([0, 24, end - 24, 0, 0, 24, end - 23, 0], toClient.descriptors);
    other?.send(frameOf("for the end"));
    await until(() => stage.counters("one")?.not_sent.too_long === 1, "too long");
    other?.send(frameOf("this fits"));
    other?.send(frameOf("this not"));
    await until(() => one?.left.length === 1, "the end");
    expect(one?.left).toEqual([`a posted buffer of 24 bytes at ${end - 23} of region 0`]);
    expect(stage.counters("one")).toMatchObject({ sent: 1, not_sent: { too_long: 1, down: 1 } });
  });

  test("an index that jumps ends the connection", async () => {
    jump(one, 1025);
    await until(() => one?.left.length === 1, "the end");
    expect(one?.left).toEqual(["1025 frames in a ring of 1024"]);
    await until(() => !stage.isUp("one"), "the link down");
    expect(stage.isUp("other")).toBe(true);
    expect(stage.refused).toEqual([
      `shm ${stage.path}: the connection of a peer was ended: 1025 frames in a ring of 1024`,
    ]);
  });

  test.each([
    [
      "at a place above the memory",
      1,
      2,
      0xfffff000,
      /^a posted buffer of 2048 bytes at 4294963200 of region 0$/,
    ],
    ["longer than the memory", 1, 1, 0xffffffff, /^a posted buffer of 4294967295 bytes/],
    ["of another region", 0, 0, 3 << 16, /of region 3$/],
  ])("a posted buffer %s ends the connection of who posted it", async (_, __, word, value, reason) => {
    const { memory, toClient } = (one as TestClient).client;
    memory.words[toClient.descriptors + word] = value;
    other?.send(frameOf("for the bad buffer"));
    await until(() => one?.left.length === 1, "the end");
    expect(one?.left[0]).toMatch(reason);
    expect(stage.counters("one")?.not_sent.down).toBe(1);
    expect(stage.isUp("other")).toBe(true);
  });

  test("buffers posted beyond the ring end the connection", async () => {
    const { memory, toClient } = (one as TestClient).client;
    storeIndex(memory, toClient.head, 1025);
    other?.send(frameOf("into nothing"));
    await until(() => one?.left.length === 1, "the end");
    expect(one?.left).toEqual(["1025 buffers posted in a ring of 1024"]);
  });
});

function countMappings(): number {
  return readFileSync("/proc/self/maps", "utf8")
    .split("\n")
    .filter((line) => line.includes("memfd:memif")).length;
}

test("nothing is left open when a switch is closed", async () => {
  const before = listDescriptors();
  const second = openShmSwitch();
  await second.configure([makePort("a", second.path, 0)]);
  await second.connect(0);
  second.close();
  // those of the test before may have been closed meanwhile
  const listLeft = () => subtract(listDescriptors(), before);
  await until(
    () => listLeft().length === 0,
    "descriptors closed",
    () => listLeft().join("\n"),
  );
});

/** What is in one list and not in the other, each as often as it is more. */
function subtract(all: readonly string[], others: readonly string[]): string[] {
  const rest = [...others];
  return all.filter((one) => {
    const place = rest.indexOf(one);
    if (place >= 0) rest.splice(place, 1);
    return place < 0;
  });
}

function listDescriptors(): string[] {
  return readdirSync("/proc/self/fd")
    .map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).replace(/\d+/g, "N");
      } catch {
        return "";
      }
    })
    .filter((link) => link !== "" && !link.startsWith("/proc/"))
    .sort();
}

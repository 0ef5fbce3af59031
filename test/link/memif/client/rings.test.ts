/** The rings as the client uses them; the test is the server, good and bad. */
import { afterEach, expect, test } from "vitest";
import { getBufferOffset, type Layout } from "../../../../src/link/memif/client/layout.ts";
import { closeDescriptors, createClientMemory } from "../../../../src/link/memif/client/memory.ts";
import { defaultLayout } from "../../../../src/link/memif/client/open-memif.ts";
import { countWaiting, putFrame, takeNextFrame } from "../../../../src/link/memif/client/rings.ts";
import {
  chained,
  descriptorWords,
  loadIndex,
  type Ring,
  storeIndex,
} from "../../../../src/link/memif/ring.ts";

let client: ReturnType<typeof createClientMemory>;

afterEach(() => {
  client.unmap();
  closeDescriptors(client.descriptors);
});

function open(layout: Partial<Layout>): void {
  client = createClientMemory({ ...defaultLayout, log2Slots: 2, bufferBytes: 64, ...layout });
}

const ringToClient = (number: number) => client.rings.toClient[number] as Ring;

/** Writes pieces of one frame into the next posted buffers, as a server does; they are seen once `tell` is called. */
function fill(number: number, ...pieces: readonly string[]): void {
  const { words, bytes } = client.memory;
  const { descriptors, slots } = ringToClient(number);
  for (const [index, piece] of pieces.entries()) {
    const slot = (loadIndex(client.memory, ringToClient(number).tail) + index) & (slots - 1);
    const place = descriptors + slot * descriptorWords;
    bytes.set(Buffer.from(piece), words[place + 2] as number);
    words[place] = index < pieces.length - 1 ? chained : 0;
    words[place + 1] = piece.length;
  }
}

function tell(number: number, count: number): void {
  const { tail } = ringToClient(number);
  storeIndex(client.memory, tail, loadIndex(client.memory, tail) + count);
}

function deliver(number: number, ...pieces: readonly string[]): void {
  fill(number, ...pieces);
  tell(number, pieces.length);
}

function take(): string | undefined {
  const frame = takeNextFrame(client);
  return frame === null ? undefined : Buffer.from(frame).toString();
}

/** What the server sees next on a ring, given back at once. */
function serve(number = 0): string | undefined {
  const { memory, rings } = client;
  const { head, tail, descriptors, slots } = rings.toServer[number] as Ring;
  const taken = loadIndex(memory, tail);
  if (taken === loadIndex(memory, head)) return undefined;
  const place = descriptors + (taken & (slots - 1)) * descriptorWords;
  const [length, offset] = [memory.words[place + 1] as number, memory.words[place + 2] as number];
  storeIndex(memory, tail, taken + 1);
  return Buffer.from(memory.bytes.slice(offset, offset + length)).toString();
}

test("frames pass both ways in order, more often than an index can count", () => {
  open({ headroom: 3 });
  for (let number = 0; number < 70_000; number++) {
    putFrame(client, Buffer.from(`up ${number}`));
    deliver(0, `down ${number}`);
    if (serve() !== `up ${number}` || take() !== `down ${number}`) expect.fail(`frame ${number}`);
  }
  expect([serve(), take(), countWaiting(client)]).toEqual([undefined, undefined, 0]);
});

test("rings to the client take turns, so that a busy one does not keep the others waiting", () => {
  open({ ringsToClient: 3 });
  for (const frame of ["a1", "a2", "a3"]) deliver(0, frame);
  deliver(1, "b1");
  deliver(2, "c1");
  expect([take(), take(), take(), take(), take(), take()]).toEqual(["a1", "b1", "c1", "a2", "a3", undefined]);
  deliver(2, "c2");
  expect(take()).toBe("c2");
});

test("each ring to the server has buffers of its own", () => {
  open({ ringsToServer: 2 });
  putFrame(client, Buffer.from("one"));
  putFrame(client, Buffer.from("other"), 1);
  expect(countWaiting(client)).toBe(2);
  expect([serve(1), serve(0), serve(1)]).toEqual(["other", "one", undefined]);
  expect(() => putFrame(client, Buffer.from("none"), 2)).toThrow("ring 2 of 2");
});

test("a full ring has no room until the server has taken a frame", () => {
  open({});
  for (let number = 0; number < 4; number++)
    expect(putFrame(client, Buffer.from(`${number}`))).toBe("sent, wake the server");
  expect(putFrame(client, Buffer.from("4"))).toBe("no room");
  expect([serve(), putFrame(client, Buffer.from("4"))]).toEqual(["0", "sent, wake the server"]);
  expect([serve(), serve(), serve(), serve()]).toEqual(["1", "2", "3", "4"]);
});

test("a frame in several buffers is put together once its end is there, and all of them are posted again", () => {
  open({ bufferBytes: 16 });
  for (let round = 0; round < 5; round++) {
    fill(0, "first ", "second ", "third");
    tell(0, 2);
    expect(take()).toBeUndefined();
    tell(0, 1);
    expect([take(), take()]).toEqual(["first second third", undefined]);
  }
  deliver(0, "the next one");
  expect(take()).toBe("the next one");
});

test("nothing of a buffer but the frame is touched, wherever the frame begins", () => {
  open({ headroom: 13 });
  const { bytes } = client.memory;
  const start = getBufferOffset("toServer", client.layout, 0);
  bytes.fill(0xee, start, start + 64);
  putFrame(client, Buffer.from("12345"));
  const around = [...bytes.slice(start, start + 13), ...bytes.slice(start + 18, start + 64)];
  expect(new Set(around)).toEqual(new Set([0xee]));
  expect(Buffer.from(bytes.slice(start + 13, start + 18)).toString()).toBe("12345");
});

test.each([
  ["jumps ahead", 5, "the server says that it filled 5 buffers of 4"],
  ["goes back", -1, "the server says that it filled 65535 buffers of 4"],
])("a server whose index of filled buffers %s is not believed", (_, count, problem) => {
  open({});
  tell(0, count);
  expect(take).toThrow(problem);
});

test("a server that says it took more than was sent is not believed", () => {
  open({});
  putFrame(client, Buffer.from("one"));
  storeIndex(client.memory, client.toServer.tail, 2);
  expect(() => putFrame(client, Buffer.from("two"))).toThrow("65535 frames wait in a ring of 4");
  expect(() => countWaiting(client)).toThrow("65535 frames wait in a ring of 4");
});

test.each([
  ["length above the room that was posted", 1, 62, /wrote 62 bytes at \d+, where 61 at/],
  ["another place", 2, 0, /wrote 2 bytes at 0, where 61 at/],
])("a buffer that came back with %s is refused", (_, word, value, problem) => {
  open({ headroom: 3 });
  fill(0, "ok");
  client.memory.words[client.toClient.descriptors + word] = value;
  tell(0, 1);
  expect(take).toThrow(problem);
});

test("a frame that does not end in all buffers of the ring is refused", () => {
  open({});
  fill(0, "1", "2", "3", "4");
  client.memory.words[client.toClient.descriptors + 3 * descriptorWords] = chained;
  tell(0, 4);
  expect(take).toThrow("the server filled all 4 buffers with one frame");
});

/** Dumps against a kernel that is a function. */
import { expect, test } from "vitest";
import { dump, dumpAll, type Kernel } from "../../src/netlink/dump.ts";
import { decodeDatagram, type Message } from "../../src/netlink/messages/message.ts";
import { messageFlag, messageType } from "../../src/netlink/messages/numbers.ts";
import { linkRequest } from "../../src/netlink/messages/request.ts";
import { maxDumpMs } from "../../src/netlink/repeat-dump.ts";
import { askLinks } from "./blank-messages.ts";
import { encode } from "./encode/message.ts";

const port = 77;

/** A kernel that answers each request with datagrams made from the request's number. */
function fakeKernel(answer: (sequence: number, asked: number) => readonly (readonly Message[])[]): {
  kernel: Kernel;
  asked: () => number;
} {
  let count = 0;
  let waiting: Buffer[] = [];
  const send = (datagram: Uint8Array) => {
    const [request] = decodeDatagram(Buffer.from(datagram));
    count++;
    const datagrams = answer(request?.header.sequence ?? 0, count);
    waiting = waiting.concat(datagrams.map((messages) => Buffer.concat(messages.map(encode))));
  };
  return { kernel: { port, send, receive: () => waiting.shift() ?? null }, asked: () => count };
}

function link(sequence: number, index: number, flags = 0, from = port): Message {
  return { ...askLinks(), index, header: { type: messageType.NEWLINK, flags, sequence, port: from } };
}

function done(sequence: number, code = 0, text: string | null = null, flags = 0): Message {
  const header = { type: messageType.DONE, flags: flags | messageFlag.ACK_TLVS, sequence, port };
  return { kind: "done", header, code, text, offset: null, missing: null };
}

const indexes = (messages: readonly Message[]) =>
  messages.map((message) => message.kind === "link" && message.index);

test("a dump is everything up to its end, over as many datagrams as there are", () => {
  const { kernel, asked } = fakeKernel((sequence) => [
    [link(sequence, 1), link(sequence, 2)],
    [link(sequence, 3)],
    [done(sequence)],
  ]);
  expect(indexes(dump(kernel, linkRequest, "links"))).toEqual([1, 2, 3]);
  expect(asked()).toBe(1);
});

test("answers of another sequence or another port are passed over", () => {
  const { kernel } = fakeKernel((sequence) => [
    [link(sequence - 1, 1), done(sequence - 1)],
    [link(sequence, 2, 0, port + 1)],
    [link(sequence, 3), done(sequence)],
  ]);
  expect(indexes(dump(kernel, linkRequest, "links"))).toEqual([3]);
});

test("an interrupted dump is read to its end and asked again", () => {
  const { kernel, asked } = fakeKernel((sequence, attempt) => [
    [link(sequence, 1)],
    [link(sequence, 2, attempt < 3 ? messageFlag.DUMP_INTR : 0), done(sequence)],
  ]);
  expect(indexes(dump(kernel, linkRequest, "links"))).toEqual([1, 2]);
  expect(asked()).toBe(3);
});

test("a dump whose end alone says that it was interrupted is asked again too", () => {
  const { kernel, asked } = fakeKernel((sequence, attempt) => [
    [link(sequence, 1), done(sequence, 0, null, attempt === 1 ? messageFlag.DUMP_INTR : 0)],
  ]);
  expect(indexes(dump(kernel, linkRequest, "links"))).toEqual([1]);
  expect(asked()).toBe(2);
});

test("a dump that is interrupted all the time is given up after 10 s, with growing pauses", () => {
  const { kernel, asked } = fakeKernel((sequence) => [
    [link(sequence, 1, messageFlag.DUMP_INTR), done(sequence)],
  ]);
  const pauses: number[] = [];
  const clock = {
    now: () => pauses.reduce((sum, pause) => sum + pause, 0),
    sleep: (ms: number) => void pauses.push(ms),
  };
  expect(() => dump(kernel, linkRequest, "links", clock)).toThrow(
    expect.objectContaining({
      failure: "interrupted",
      message: expect.stringMatching(/^links changed during every dump for 10 s: another run was under way/),
    }),
  );
  expect(pauses.slice(0, 7)).toEqual([1, 2, 4, 8, 16, 32, 32]);
  expect(clock.now()).toBeGreaterThanOrEqual(maxDumpMs);
  expect(clock.now()).toBeLessThan(maxDumpMs + 33);
  expect(asked()).toBe(pauses.length + 1);
});

test("several dumps are one state only where the witness is silent from the first to the last", () => {
  const { kernel, asked } = fakeKernel((sequence, count) => [[link(sequence, count), done(sequence)]]);
  // What it has heard before the first dump does not matter; then it hears of a change during the first attempt.
  const heard = [true, true, true, false];
  const questions = ["links", "more links"].map((what) => ({ request: linkRequest, what }));
  const messages = dumpAll(kernel, { hasHeard: () => heard.shift() ?? false }, questions);
  expect(indexes(messages)).toEqual([3, 4]);
  expect(asked()).toBe(4);
  expect(heard).toEqual([]);
});

test("a refusal has the kernel's number and its own words", () => {
  const { kernel } = fakeKernel((sequence) => [
    [done(sequence, 22, "Unsupported attribute in dump request")],
  ]);
  expect(() => dump(kernel, linkRequest, "links")).toThrow(
    expect.objectContaining({
      failure: "refused",
      code: 22,
      message:
        "the kernel refuses to tell its links: Invalid argument (Unsupported attribute in dump request)",
    }),
  );
});

test("a kernel that does not answer is an error, not a wait without end", () => {
  const { kernel } = fakeKernel(() => []);
  expect(() => dump(kernel, linkRequest, "links")).toThrow(expect.objectContaining({ failure: "silent" }));
});

test("a malformed answer is an error", () => {
  const kernel: Kernel = { port, send: () => {}, receive: () => Buffer.from("nonsense") };
  expect(() => dump(kernel, linkRequest, "links")).toThrow(expect.objectContaining({ failure: "malformed" }));
});

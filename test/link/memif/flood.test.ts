/** Peers that do too much, or nothing: each hears why it is turned away, and nobody else notices. */
import { readdirSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { close, wouldBlock } from "../../../src/libc/file.ts";
import { createEventfd } from "../../../src/libc/shared/eventfd.ts";
import { connect, socket, socketType } from "../../../src/libc/socket.ts";
import { makeUnixAddress } from "../../../src/libc/unix/address.ts";
import { receiveMessage, sendMessage } from "../../../src/libc/unix/message.ts";
import { decodeControlMessage, encodeControlMessage } from "../../../src/link/memif/control-message.ts";
import { maxComplaints, maxStrangers } from "../../../src/link/memif/limits.ts";
import { family } from "../../../src/net/address-family.ts";
import { until } from "../../support/until.ts";
import { makePort, openShmSwitch, type ShmSwitch } from "./shm-switch.ts";

let stage: ShmSwitch;
let sockets: number[];

beforeEach(async () => {
  stage = openShmSwitch();
  sockets = [];
  await stage.configure([makePort("one", stage.path, 0), makePort("other", stage.path, 1)]);
});
afterEach(() => {
  for (const fd of sockets) close(fd);
  stage.close();
});

/** A connection as another program's would be: what the server says is read by whoever made it. */
function open(): number {
  const fd = socket(family.UNIX, socketType.SEQPACKET | socketType.NONBLOCK | socketType.CLOEXEC, 0);
  sockets.push(fd);
  connect(fd, makeUnixAddress(stage.path));
  return fd;
}

/** Fewer at a time than a server has waiting. */
async function openMany(count: number, use: (fd: number) => void): Promise<void> {
  for (let index = 0; index < count; index++) {
    use(open());
    if (index % 8 === 7) await new Promise(setImmediate);
  }
}

/** All that the server says until it closes. @throws LibcError ECONNRESET */
async function readAnswers(fd: number): Promise<string[]> {
  const answers: string[] = [];
  const buffer = Buffer.alloc(128);
  const isEnd = () => {
    for (;;) {
      const message = receiveMessage(fd, buffer);
      if (message === wouldBlock) return false;
      if (message.length === 0) return true;
      const said = decodeControlMessage(buffer);
      answers.push(said?.type === "disconnect" ? said.text : `${said?.type}`);
    }
  };
  await until(isEnd, "the server's end", () => answers.join(", "));
  return answers;
}

const init = encodeControlMessage({ type: "init", version: 0x0200, id: 0, mode: 0, secret: "", name: "x" });
const listDescriptors = () => readdirSync("/proc/self/fd");

test("who says more than is looked at reads why it was turned away, and its descriptors are closed", async () => {
  const eventfd = createEventfd();
  const before = listDescriptors().length;
  const fd = open();
  sendMessage(fd, init);
  sendMessage(fd, Buffer.from("not of memif"));
  for (let more = 0; more < 5; more++) sendMessage(fd, init, [eventfd, eventfd]);
  expect(await readAnswers(fd)).toEqual([
    "hello",
    "ack",
    "a message of 12 bytes that is not one of memif 2.0",
  ]);
  await until(() => listDescriptors().length <= before + 1, "descriptors closed");
  close(eventfd);
});

test("connections that say nothing keep nobody out, and take no more than their share of descriptors", async () => {
  const other = await stage.connect(1);
  const before = listDescriptors().length;
  await openMany(3 * maxStrangers, () => {});
  const client = await stage.connect(0);
  const [oldest = -1] = sockets;
  expect(await readAnswers(oldest)).toEqual(["hello", `${maxStrangers} newer connections without "init"`]);
  const servers = listDescriptors().length - before - sockets.length;
  expect(servers).toBeLessThanOrEqual(maxStrangers + 16);
  expect([stage.isUp("one"), stage.isUp("other"), client.left, other.left]).toEqual([true, true, [], []]);
});

test("of many connections that are ended a few are written about, and how many others there were", async () => {
  const count = 5 * maxComplaints;
  await openMany(count, (fd) => sendMessage(fd, Buffer.alloc(1)));
  const more = () => stage.refused.map((line) => Number(/ (\d+) more connections/.exec(line)?.[1] ?? 0));
  const countAll = () => more().reduce((sum, one) => sum + (one || 1), 0);
  await until(
    () => countAll() === count,
    "all were counted",
    () => stage.refused.join("\n"),
  );
  expect(stage.refused.length).toBeLessThan(count);
  expect(stage.refused[0]).toBe(
    `shm ${stage.path}: the connection of a peer was ended: a message of 1 bytes that is not one of memif 2.0`,
  );
});

/** Peers that introduce themselves wrongly: each is told why it is turned away, and leaves nothing behind. */
import {
  closeSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkResult } from "../../../src/libc/errno.ts";
import { findFunction } from "../../../src/libc/library.ts";
import { createEventfd } from "../../../src/libc/shared/eventfd.ts";
import { createMemfd } from "../../../src/libc/shared/memfd.ts";
import {
  type AddRing,
  type ControlMessage,
  decodeControlMessage,
  encodeControlMessage,
} from "../../../src/link/memif/control-message.ts";
import { ringCookie } from "../../../src/link/memif/ring.ts";
import { connectSeqpacket } from "../../../src/link/seqpacket/client.ts";
import type { Connection } from "../../../src/link/seqpacket/connection.ts";
import { until } from "../../support/until.ts";
import { ringToServer } from "./offers.ts";
import { makePort, openShmSwitch, type ShmSwitch } from "./shm-switch.ts";

let stage: ShmSwitch;
let memory: number;
let eventfd: number;
let connection: Connection | undefined;

beforeEach(async () => {
  stage = openShmSwitch();
  await stage.configure([makePort("one", stage.path, 0), makePort("other", stage.path, 1)]);
  memory = createMemfd("memif-test", size);
  eventfd = createEventfd();
});
afterEach(() => {
  connection?.close();
  stage.close();
  for (const fd of [memory, eventfd]) closeSync(fd);
});

const size = 65_536;
const init = { type: "init", version: 0x0200, id: 0, mode: 0, secret: "", name: "test" } as const;
const region = { type: "add-region", index: 0, size: BigInt(size) } as const;
const toServer = ringToServer;
const toClient: AddRing = { ...toServer, direction: "to-client", offset: 1024 };
const connect = { type: "connect", interfaceName: "" } as const;

type Said = ControlMessage | Buffer;
type Fds = readonly number[];

/** Says all of it at once; the answer is what the server says last. */
async function say(words: readonly (readonly [Said, Fds?])[]): Promise<string> {
  const answers: string[] = [];
  let isClosed = false;
  connection = await connectSeqpacket(stage.path, { limits: { maxMessageBytes: 128 } }, () => ({
    onMessage: ({ bytes }) => {
      const message = decodeControlMessage(bytes);
      answers.push(message?.type === "disconnect" ? message.text : `${message?.type}`);
    },
    onClose: () => {
      isClosed = true;
    },
  }));
  for (const [message, fds] of words)
    connection.send("type" in message ? encodeControlMessage(message) : message, fds);
  await until(
    () => isClosed,
    "the server's end",
    () => answers.join(" "),
  );
  return answers.at(-1) ?? "";
}

const openMemory = (make: () => number, use: (fd: number) => Promise<string>) => {
  const fd = make();
  return use(fd).finally(() => closeSync(fd));
};

const whole = (own: Partial<Record<"region" | "toServer" | "toClient", readonly [Said, Fds?]>>) => [
  [init] as const,
  own.region ?? ([region, [memory]] as const),
  own.toServer ?? ([toServer, [eventfd]] as const),
  own.toClient ?? ([toClient, [eventfd]] as const),
  [connect] as const,
];

const cases: readonly (readonly [string, () => readonly (readonly [Said, Fds?])[], string])[] = [
  ["no init", () => [[region, [memory]]], '"add-region" before "init"'],
  ["init twice", () => [[init], [init]], '"init" twice'],
  ["an unknown id", () => [[{ ...init, id: 9 }]], "no port has the id 9"],
  ["a secret", () => [[{ ...init, secret: "guess" }]], "a wrong secret"],
  ["a server's message", () => [[init], [{ type: "ack" }]], '"ack" is not for a server'],
  ["a short message", () => [[Buffer.alloc(5)]], "a message of 5 bytes that is not one of memif 2.0"],
  ["a long message", () => [[Buffer.alloc(300, 1)]], "a message of 128 bytes that is not one of memif 2.0"],
  ["two descriptors", () => [[init], [region, [memory, eventfd]]], "more descriptors than a message has"],
  ["no memory", () => [[init], [region]], "a region without its memory"],
  [
    "too much memory",
    () => [[init], [{ ...region, size: 2n ** 63n }, [memory]]],
    "a region of 9223372036854775808 bytes; 1 to 67108864 can be had",
  ],
  [
    "memory that is smaller than told",
    () => whole({ region: [{ ...region, size: BigInt(size + 1) }, [memory]] }),
    "memory of 65536 bytes, not 65537",
  ],
  [
    "memory that is an eventfd",
    () => whole({ region: [region, [eventfd]] }),
    "memory without the seal F_SEAL_SHRINK",
  ],
  ["a ring without a region", () => [[init], [toServer, [eventfd]]], "a ring in a region that is not there"],
  [
    "a ring of another region",
    () => whole({ toServer: [{ ...toServer, region: 1 }, [eventfd]] }),
    "a ring in a region that is not there",
  ],
  ["a ring without its eventfd", () => whole({ toServer: [toServer] }), "a ring without its eventfd"],
  ["a second ring", () => whole({ toClient: [toServer, [eventfd]] }), "more than one ring to-server"],
  [
    "a ring outside",
    () => whole({ toClient: [{ ...toClient, offset: 0xfffffffc }, [eventfd]] }),
    "a ring at 4294967292, which is not a multiple of four inside the region",
  ],
  [
    "rings that overlap",
    () => whole({ toClient: [{ ...toClient, offset: 300 }, [eventfd]] }),
    "rings that overlap",
  ],
  [
    "connect too early",
    () => [[init], [region, [memory]], [connect]],
    '"connect" without a region and a ring each way',
  ],
  [
    "an eventfd that is memory",
    () => whole({ toServer: [toServer, [memory]] }),
    "a descriptor that is not an eventfd",
  ],
  [
    "an eventfd of the other ring that is memory",
    () => whole({ toClient: [toClient, [memory]] }),
    "a descriptor that is not an eventfd",
  ],
  ["rings without a cookie", () => whole({}), "a ring without its cookie"],
  [
    "rings of which the first has no cookie",
    () => {
      writeCookie(toClient);
      return whole({});
    },
    "a ring without its cookie",
  ],
  [
    "rings of which the second has no cookie",
    () => {
      writeCookie(toServer);
      return whole({});
    },
    "a ring without its cookie",
  ],
];

function writeCookie({ offset }: AddRing): void {
  writeSync(memory, Uint32Array.of(ringCookie), 0, 4, offset);
}

test.each(cases)("%s", async (_, words, reason) => {
  const other = await stage.connect(1);
  const before = readdirSync("/proc/self/fd").length;
  expect(await say(words())).toBe(reason);
  // those of the test before may have been closed meanwhile
  await until(() => readdirSync("/proc/self/fd").length <= before, "descriptors closed");
  expect(readFileSync("/proc/self/maps", "utf8")).not.toContain("memfd:memif-test");
  expect(stage.refused).toEqual([`shm ${stage.path}: the connection of a peer was ended: ${reason}`]);
  expect([stage.isUp("one"), stage.isUp("other"), other.left]).toEqual([false, true, []]);
});

test("a file is not memory, sealed or not", async () => {
  const path = join(stage.folder, "file");
  writeFileSync(path, Buffer.alloc(size));
  const answer = openMemory(
    () => openSync(path, "r+"),
    (fd) => say(whole({ region: [region, [fd]] })),
  );
  expect(await answer).toBe("memory without the seal F_SEAL_SHRINK");
});

const [MFD_ALLOW_SEALING, MFD_HUGETLB] = [0x2, 0x4];
const memfdCreate = findFunction<(name: string, flags: number) => number>(
  "int memfd_create(const char*, uint)",
);
const makeMemory = (flags: number) =>
  checkResult(memfdCreate()("odd", flags | MFD_ALLOW_SEALING), "memfd_create");

test("memory that can still shrink is refused", async () => {
  const answer = openMemory(
    () => makeMemory(0),
    (fd) => say(whole({ region: [region, [fd]] })),
  );
  expect(await answer).toBe("memory without the seal F_SEAL_SHRINK");
});

test("memory of huge pages is refused, with the seal too", async () => {
  const [F_ADD_SEALS, F_SEAL_SHRINK] = [1033, 0x2];
  const fcntl =
    findFunction<(fd: number, command: number, type: "int", argument: number) => number>(
      "int fcntl(int, int, ...)",
    );
  const make = () => {
    const fd = makeMemory(MFD_HUGETLB);
    ftruncateSync(fd, 2 ** 21);
    checkResult(fcntl()(fd, F_ADD_SEALS, "int", F_SEAL_SHRINK), "fcntl");
    return fd;
  };
  const answer = openMemory(make, (fd) => say(whole({ region: [region, [fd]] })));
  expect(await answer).toBe("memory of huge pages");
});

test("who says nothing is sent away after five seconds, and who holds a port half-way too", async () => {
  const other = await stage.connect(1);
  const start = performance.now();
  expect(await say([[init], [region, [memory]]])).toBe('no "connect" within 5 s');
  expect(performance.now() - start).toBeGreaterThan(4900);
  await stage.connect(0);
  // who is connected stays
  expect([stage.isUp("other"), other.left]).toEqual([true, []]);
});

test("a port has one peer at a time", async () => {
  await stage.connect(0);
  expect(await say([[init]])).toBe("another peer is connected to the id 0");
  expect(stage.isUp("one")).toBe(true);
});

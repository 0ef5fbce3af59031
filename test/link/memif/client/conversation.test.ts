/** The client's side of the handshake, before servers of all sorts. */
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { closeLater } from "../../../../src/libc/close-later.ts";
import { openPort } from "../../../../src/link/frame-port/open-port.ts";
import type { Layout } from "../../../../src/link/memif/client/layout.ts";
import { defaultLayout, type MemifClient, openMemif } from "../../../../src/link/memif/client/open-memif.ts";
import {
  type AddRing,
  type ControlMessage,
  decodeControlMessage,
  encodeControlMessage,
} from "../../../../src/link/memif/control-message.ts";
import type { Connection } from "../../../../src/link/seqpacket/connection.ts";
import { type Server, serveSeqpacket } from "../../../../src/link/seqpacket/server.ts";
import { until } from "../../../support/until.ts";
import { makePort, openShmSwitch } from "../shm-switch.ts";

const hello = {
  type: "hello",
  name: "scripted",
  minVersion: 0x0200,
  maxVersion: 0x0200,
  maxRegion: 0,
  maxRingToClient: 1,
  maxRingToServer: 2,
  maxLog2Slots: 8,
} as const;

let folder: string;
let server: Server;
let heard: ControlMessage[];
let clients: MemifClient[];
let left: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "memif-"));
  [heard, clients, left] = [[], [], []];
});
afterEach(() => {
  for (const client of clients) client.close();
  server.close();
  rmSync(folder, { recursive: true });
});

/** A server that greets so, and says these to each message but the last, to that these. */
function serve(
  greeting: readonly (ControlMessage | Buffer)[],
  answerTo: (message: ControlMessage) => readonly ControlMessage[] = accept,
): void {
  const say = (connection: Connection, words: readonly (ControlMessage | Buffer)[]) => {
    for (const word of words) connection.send("type" in word ? encodeControlMessage(word) : word);
  };
  server = serveSeqpacket(join(folder, "memif"), {
    limits: { maxMessageBytes: 128, maxDescriptors: 1 },
    allow: [1],
    onConnection: (connection) => {
      say(connection, greeting);
      return {
        onMessage: ({ bytes, descriptors }) => {
          closeLater(descriptors);
          const message = decodeControlMessage(bytes);
          if (message === null) return;
          heard.push(message);
          say(connection, answerTo(message));
        },
      };
    },
  });
}

function accept({ type }: ControlMessage): readonly ControlMessage[] {
  return [type === "connect" ? { type: "connected", interfaceName: "x" } : { type: "ack" }];
}

async function connect(layout: Partial<Layout> = {}, timeoutMs = 5000): Promise<MemifClient> {
  const onLeft = (reason: string) => left.push(reason);
  const options = { path: join(folder, "memif"), id: 3, secret: "sesame", timeoutMs, onLeft };
  const client = await openMemif(options, { ...defaultLayout, ...layout });
  clients.push(client);
  return client;
}

test("offers the rings that the server's greeting takes, each at its place, and says who it is", async () => {
  serve([hello]);
  const { client } = await connect({ ringsToServer: 5, ringsToClient: 2 });
  expect(client.layout).toEqual({ ...defaultLayout, log2Slots: 8, ringsToServer: 3, ringsToClient: 2 });
  const rings = heard.filter((message): message is AddRing => message.type === "add-ring");
  expect(rings.map(({ direction, index }) => `${direction} ${index}`)).toEqual([
    "to-server 0",
    "to-server 1",
    "to-server 2",
    "to-client 0",
    "to-client 1",
  ]);
  expect(new Set(rings.map(({ offset }) => offset)).size).toBe(5);
  expect(heard[0]).toMatchObject({ type: "init", id: 3, secret: "sesame" });
  expect([client.rings.toServer.length, client.rings.toClient.length]).toEqual([3, 2]);
});

test("a port of `ors frame` has the rings and the headroom that it is opened with, and room for a frame behind that", async () => {
  serve([hello]);
  const place = { kind: "shm", socket: join(folder, "memif"), id: 3 } as const;
  const port = await openPort(place, { timeoutMs: 5000, headroom: 700, ringsToClient: 2 });
  const { loan, descriptors } = port;
  port.close();
  expect(loan).toMatchObject({ layout: { headroom: 700, bufferBytes: 2748, ringsToClient: 2 } });
  expect(descriptors).toHaveLength(3);
  expect(heard.filter((message) => message.type === "add-ring")).toHaveLength(3);
});

test("gets one ring each way from our server, whatever it wants", async () => {
  serve([hello]);
  const stage = openShmSwitch();
  await stage.configure([makePort("one", stage.path, 0)]);
  const { client } = await stage.connect(0, { ringsToServer: 2, ringsToClient: 4 });
  expect(client.layout).toEqual(defaultLayout);
  expect(stage.isUp("one")).toBe(true);
  stage.close();
});

const disconnect = (text: string) => ({ type: "disconnect", code: 0, text }) as const;

test.each<[string, () => void, string]>([
  [
    "another version",
    () => serve([{ ...hello, minVersion: 0x0300, maxVersion: 0x0300 }]),
    "the server speaks versions 768 to 768, not 512",
  ],
  [
    "another protocol",
    () => serve([Buffer.from("220 mail.example ESMTP")]),
    "the server speaks something else than memif 2.0",
  ],
  [
    "a greeting that is too long",
    () => serve([Buffer.concat([encodeControlMessage(hello), Buffer.alloc(1)])]),
    "the server speaks something else than memif 2.0",
  ],
  ["no greeting", () => serve([{ type: "ack" }]), 'the server says "ack"; expected: "hello"'],
  ["two greetings", () => serve([hello, hello]), 'the server says "hello"; expected: "ack"'],
  [
    "connected too early",
    () => serve([hello, { type: "connected", interfaceName: "" }]),
    'the server says "connected"; expected: "ack"',
  ],
  [
    "a refusal",
    () => serve([hello], ({ type }) => [type === "add-ring" ? disconnect("no more rings") : { type: "ack" }]),
    "no more rings",
  ],
  [
    "acknowledging the end",
    () => serve([hello], () => [{ type: "ack" }]),
    'the server says "ack"; expected: "connected"',
  ],
])("a server with %s is left, and nothing stays open", async (_, serveSo, problem) => {
  serveSo();
  const before = readdirSync("/proc/self/fd").length;
  await expect(connect()).rejects.toThrow(`shm ${join(folder, "memif")}: ${problem}`);
  await until(() => readdirSync("/proc/self/fd").length <= before, "descriptors closed");
  expect(left).toEqual([]);
});

test("a server that says nothing is left when the time is over", async () => {
  serve([]);
  await expect(connect({}, 50)).rejects.toThrow("the server does not answer");
});

test("a server that leaves with its last answer is noticed", async () => {
  serve([hello], (message) =>
    message.type === "connect" ? [...accept(message), disconnect("not today")] : accept(message),
  );
  await connect();
  await until(() => left.length > 0, "the end");
  expect(left).toEqual(["not today"]);
});

test.skipIf(process.geteuid?.() !== 0)(
  "a server may be another user's, as that of a switch that allows this one",
  async () => {
    chmodSync(folder, 0o777);
    asUser(65_534, () => serve([hello]));
    chmodSync(join(folder, "memif"), 0o666);
    await asUser(1, connect);
    expect(heard.at(-1)?.type).toBe("connect");
  },
);

/** Linux says whose an end of a socket is by the user of the moment in which it is made. */
function asUser<T>(user: number, act: () => T): T {
  process.seteuid?.(user);
  try {
    return act();
  } finally {
    process.seteuid?.(0);
  }
}

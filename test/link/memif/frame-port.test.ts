/** Shared memory as a port of `ors frame`, own and lent by a holder. */
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { encodeFrame } from "../../../src/frame/encode.ts";
import { expectFrames, sendFrames } from "../../../src/link/frame-port/exchange.ts";
import type { FramePort } from "../../../src/link/frame-port/frame-port.ts";
import { openFramePort, openPort } from "../../../src/link/frame-port/open-port.ts";
import { serveHolder } from "../../../src/link/holder/holder.ts";
import { until } from "../../support/until.ts";
import { makePort, openShmSwitch, type ShmSwitch, type TestClient } from "./shm-switch.ts";

let stage: ShmSwitch;
let other: TestClient;
let ports: { readonly close: () => void }[];

beforeEach(async () => {
  stage = openShmSwitch();
  await stage.configure([makePort("one", stage.path, 0), makePort("other", stage.path, 1)]);
  other = await stage.connect(1);
  ports = [];
});
afterEach(() => {
  for (const port of ports.toReversed()) port.close();
  stage.close();
});

const none = {
  destination: undefined,
  source: undefined,
  vlans: undefined,
  type: undefined,
  payload: undefined,
  fill: undefined,
};
const numbered = (count: number) =>
  Array.from({ length: count }, (_, number) =>
    encodeFrame({ ...none, length: 60, isNumbered: true }, number),
  );
const options = { holder: undefined, timeoutMs: 60_000, headroom: 0 };

async function open(): Promise<FramePort> {
  const port = await openFramePort({ kind: "shm", socket: stage.path, id: 0 }, options);
  ports.push(port);
  return port;
}

/** The same port, lent by a holder. */
async function borrow(): Promise<FramePort> {
  const held = await openPort({ kind: "shm", socket: stage.path, id: 0 }, options);
  const holder = join(stage.folder, "hold");
  const server = serveHolder(holder, new Map([["a", held]]));
  ports.push(held, server);
  const port = await openFramePort({ kind: "held", name: "a" }, { ...options, holder });
  ports.push(port);
  return port;
}

test("frames count as sent once the server has taken them: a port that is closed then loses none", async () => {
  for (let round = 1; round <= 5; round++) {
    const port = await openFramePort({ kind: "shm", socket: stage.path, id: 0 }, options);
    // more than the switch takes in a turn
    const sent = await sendFrames(port, { frames: numbered(700), intervalMs: 0, timeoutMs: 60_000 });
    port.close();
    expect(sent).toBe(700);
    expect(other.receiveAll()).toHaveLength(700);
    await until(() => !stage.isUp("one"), "the port left");
  }
});

test("frames of a port that is held are sent once they are in the ring: the holder keeps it", async () => {
  const port = await borrow();
  // no turn of the event loop, so the switch has not seen them
  const sent = await sendFrames(port, { frames: numbered(3), intervalMs: 0, timeoutMs: 60_000 });
  expect([sent, other.receiveAll()]).toEqual([3, []]);
  const came: Buffer[] = [];
  await until(() => came.push(...other.receiveAll()) === 3, "the frames");
});

test.each([
  ["own", open, ""],
  ["lent", borrow, "held:a: "],
])("who waits for frames at a port (%s) hears at once that the server leaves", async (_, openIt, prefix) => {
  const port = await openIt();
  const waiting = expectFrames(port, {
    count: 1,
    timeoutMs: 3_600_000,
    ignoreOthers: false,
    compare: () => null,
    onFrame: () => {},
  });
  const problem = waiting.catch((error: Error) => error.message);
  await stage.configure([makePort("other", stage.path, 1)]);
  expect(await problem).toBe(`${prefix}shm:${stage.path}#0: the port was taken away`);
  expect(() => port.send(numbered(1)[0] as Uint8Array)).toThrow("the port was taken away");
});

function* repeat<T>(things: readonly T[]): Generator<T> {
  for (;;) yield* things;
}

test("who sends hears that the server leaves", async () => {
  const port = await open();
  const sending = sendFrames(port, { frames: repeat(numbered(1)), intervalMs: 0, timeoutMs: 60_000 });
  const problem = sending.catch((error: Error) => error.message);
  await stage.configure([makePort("other", stage.path, 1)]);
  expect(await problem).toBe(`shm:${stage.path}#0: the port was taken away`);
});

test("what listens at a path and is not a holder is an error, not the end", async () => {
  const wrong = { ...options, holder: stage.path };
  const problem = "held:a: what listens there is not a holder of this version";
  await expect(openFramePort({ kind: "held", name: "a" }, wrong)).rejects.toThrow(problem);
});

/** A capture at a port of shared memory, which its peer can change at any time. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { beginCapture, type Captures, sendMore } from "../../../src/link/switch/capture/serve-captures.ts";
import { until } from "../../support/until.ts";
import { createReader, packetsOf } from "../capture-reader.ts";
import { makePort, openShmSwitch, type ShmSwitch, type TestClient } from "./shm-switch.ts";
import { sendDescriptors } from "./write-descriptors.ts";

let stage: ShmSwitch;
let [one, other]: TestClient[] = [];

beforeEach(async () => {
  stage = openShmSwitch();
  const trunk = { access: null, trunk: [{ first: 10, last: 20 }] };
  await stage.configure([makePort("one", stage.path, 0), makePort("other", stage.path, 1, trunk)]);
  [one, other] = [await stage.connect(0), await stage.connect(1)];
});
afterEach(() => stage.close());

const toAll = (station: number, tag: string, bytes: number) =>
  Buffer.concat([
    Buffer.from(`ffffffffffff0200000000${station.toString(16).padStart(2, "0")}${tag}0800`, "hex"),
    Buffer.alloc(bytes, station),
  ]);

test("frames of any length are shown as they came and as they leave; what is refused is not", async () => {
  const reader = createReader();
  const captures: Captures = new Map();
  expect(beginCapture(stage.switch, captures, reader, { port: "one", way: "both", count: 0 })).toBe(true);
  const lengths = [0, 1, 2, 3, 46, 1000, 1001, 1003];
  for (const bytes of lengths) one?.send(toAll(1, "", bytes));
  sendDescriptors(one, [[0, 60, 0xffff_fff0, 0]]);
  await until(() => stage.counters("one")?.received === lengths.length + 1, "all were received");
  for (const bytes of lengths) other?.send(toAll(2, "8100000a", bytes + 4));
  const bare = lengths.map((bytes) => toAll(2, "", bytes + 4));
  const expected = [
    ...lengths.map((bytes) => ["in", toAll(1, "", bytes).toString("hex")]),
    ...bare.map((frame) => ["out", frame.toString("hex")]),
  ];
  let taken = 0;
  const seen = () => {
    for (; taken < reader.messages.length; taken++)
      for (const capture of captures.values()) sendMore(capture);
    return packetsOf(reader.messages).map(({ way, frame }) => [way, Buffer.from(frame).toString("hex")]);
  };
  await until(() => seen().length >= expected.length, "all were captured");
  expect(seen()).toEqual(expected);
});

/** A port of the switch at whose other end an emulated Radio Unit is. */
import { afterEach, expect, test } from "vitest";
import { createBatch, maxBatch } from "../../../src/link/frames/frame-batch.ts";
import { openFrameIo } from "../../../src/link/frames/frame-io.ts";
import { createPool } from "../../../src/link/frames/frame-pool.ts";
import { createRadioOpener } from "../../../src/link/switch/radio/radio-port.ts";
import { layRadioWire } from "../../../src/link/switch/radio/radio-wire.ts";

const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0).reverse()) step();
});

/** A wire, ports at it, and the Radio Unit's end of it. */
function openStage() {
  const wire = layRadioWire("the cable", 1500);
  const opener = createRadioOpener(new Map([["RU1", wire]]));
  const io = openFrameIo("read and write");
  undo.push(wire.close, opener.close, io.close);
  const batch = createBatch(createPool({ buffers: maxBatch }));
  const up: boolean[] = [];
  const open = (ru: string) => {
    const port = opener.open(
      { kind: "radio", ru },
      { onReadable: () => {}, onLink: (isUp) => void up.push(isUp) },
    );
    undo.push(() => void port.close());
    return port;
  };
  const send = () => {
    batch.count = 1;
    batch.length[0] = 60;
    io.writeBatch(wire.cableEnd.descriptors[0] as number, batch);
  };
  return { wire, open, send, up };
}

test("a port brings what comes while it is there, and nothing from before", () => {
  const { open, send } = openStage();
  for (let number = 0; number < 100; number++) send();
  const port = open("RU1");
  expect(port.receive()).toBe(0);
  send();
  expect(port.receive()).toBe(1);
});

test("its link is that of the wire, as long as it is open", async () => {
  const { wire, open, up } = openStage();
  wire.setUp(false);
  const port = open("RU1");
  wire.setUp(true);
  await port.close();
  wire.setUp(false);
  expect(up).toEqual([false, true]);
});

test("a Radio Unit that is not emulated has no port", () => {
  expect(() => openStage().open("RU2")).toThrow('Radio Unit "RU2" is not emulated here');
});

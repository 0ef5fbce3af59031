/** The same wires behind the ports that TAPs have: their memory, their tags and their list, with arrays in place of the kernel. */
import { addFrame } from "../../src/link/frames/frame-batch.ts";
import type { FrameIo } from "../../src/link/frames/frame-io-type.ts";
import { createSentCounters, type OpenPort } from "../../src/link/switch/port.ts";
import { frameAboveMtu, receiveFrames, sendFrame } from "../../src/link/switch/tap/move-frames.ts";
import { createTapGroup, submitList } from "../../src/link/switch/tap/tap-group.ts";
import { mtu, type Wire, type Wires } from "./memory-ports.ts";

/** What a descriptor stands for is its place in a list. */
export function createTapWires(): Wires {
  const wires = new Map<string, Wire>();
  const ends: Wire[] = [];
  const group = createTapGroup(createArrayIo(ends));
  const open: OpenPort = (endpoint, events) => {
    const name = endpoint.kind === "tap" ? endpoint.name : "";
    const wire: Wire = { waiting: [], left: [], events };
    wires.set(name, wire);
    const outlet = {
      descriptor: ends.push(wire) - 1,
      maxLength: mtu + frameAboveMtu,
      sent: createSentCounters(),
    };
    events.onLink(true);
    return {
      frames: group.frames,
      sent: outlet.sent,
      receive: () => receiveFrames(group, outlet.descriptor),
      send: (frames, index, tag) => sendFrame(group, outlet, frames, index, tag),
      flush: () => submitList(group),
      close: () => void wires.delete(name),
    };
  };
  return { wires, open };
}

function createArrayIo(ends: readonly Wire[]): FrameIo {
  const nothing = () => {};
  return {
    method: "read and write",
    reason: null,
    readBatch: (descriptor, batch) => {
      batch.count = 0;
      for (const frame of ends[descriptor]?.waiting.splice(0, batch.capacity) ?? []) addFrame(batch, frame);
      return batch.count;
    },
    writeBatch: () => 0,
    writeList: ({ pool, descriptor, start, length, outcome, count }) => {
      for (let at = 0; at < count; at++) {
        const from = start[at] as number;
        const bytes = pool.memory.subarray(from, from + (length[at] as number));
        ends[descriptor[at] as number]?.left.push(Buffer.from(bytes).toString("hex"));
        outcome[at] = bytes.length;
      }
    },
    attach: nothing,
    detach: nothing,
    close: nothing,
  };
}

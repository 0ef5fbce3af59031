/** Ports of a switch whose other ends are arrays: frames are put there, and what leaves is found there. */
import { createFrames, type Frames, headerWords } from "../../src/link/switch/core/frames.ts";
import {
  countNotSent,
  countSent,
  createSentCounters,
  type OpenPort,
  type PortEvents,
  untagged,
} from "../../src/link/switch/port.ts";

export type Wire = {
  /** What waits to be received. */
  readonly waiting: Uint8Array[];
  /** What was sent, in hexadecimal. */
  readonly left: string[];
  readonly events: PortEvents;
};

const capacity = 8;
const maxFrame = 2048;
const room = maxFrame + 64;
export const mtu = 1500;

/** The wires by the names of their endpoints; opening one adds it. */
export type Wires = { readonly wires: Map<string, Wire>; readonly open: OpenPort };

export function createWires(): Wires {
  const wires = new Map<string, Wire>();
  const open: OpenPort = (endpoint, events) => {
    const name = endpoint.kind === "tap" ? endpoint.name : "";
    if (name.startsWith("broken")) throw new Error(`${name}: no such interface`);
    const wire: Wire = { waiting: [], left: [], events };
    wires.set(name, wire);
    const frames = createFrames({ capacity, maxFrame, memory: new Uint8Array(capacity * room) });
    const sent = createSentCounters();
    events.onLink(true);
    return {
      frames,
      sent,
      receive: () => receive(frames, wire),
      send: (from, index, tag) => {
        const bytes = makeFrame(from, index, tag);
        if (bytes.length - (tag === untagged ? 0 : 4) > mtu + 18) return countNotSent(sent, "too_long");
        wire.left.push(bytes.toString("hex"));
        countSent(sent, bytes.length);
      },
      flush: () => {},
      close: () => void wires.delete(name),
    };
  };
  return { wires, open };
}

function receive(frames: Frames, { waiting }: Wire): number {
  frames.count = 0;
  for (const bytes of waiting.splice(0, capacity)) {
    const index = frames.count++;
    const start = index * room + 16;
    frames.memory.set(bytes, start);
    frames.start[index] = start;
    frames.length[index] = bytes.length;
    const head = Buffer.from(frames.memory.buffer, start, 16);
    for (let word = 0; word < headerWords; word++) {
      frames.header[index * headerWords + word] = head.readUInt32LE(4 * word);
    }
  }
  return frames.count;
}

/** The frame as it leaves; its first bytes are those that were judged. */
function makeFrame({ memory, start, length, header, tagged }: Frames, index: number, tag: number): Buffer {
  const words = header.subarray(index * headerWords, (index + 1) * headerWords);
  const head = Buffer.from(words.slice().buffer);
  const from = start[index] as number;
  const rest = memory.subarray(from + (tagged[index] === 1 ? 16 : 12), from + (length[index] as number));
  const tagBytes = tag === untagged ? [] : [0x81, 0x00, tag >> 8, tag & 0xff];
  return Buffer.concat([head.subarray(0, 12), Uint8Array.from(tagBytes), rest]);
}

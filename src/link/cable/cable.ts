/** A cable between two TAPs on Node's event loop: it sleeps until a frame waits, and has no timer while idle. */
import type { LibcError } from "../../libc/errno.ts";
import { onReadable, type Readiness } from "../../libc/readiness.ts";
import type { FrameBatch } from "../frames/frame-batch.ts";
import type { FrameIo } from "../frames/frame-io-type.ts";
import type { Tap } from "../tap/open-tap.ts";
import { carryBatch, carryDue, type Direction, TapGone } from "./carry.ts";
import { type Counters, createCounters } from "./counters.ts";
import { createDelayLine, type DelayLine } from "./delay-line.ts";
import type { PcapFile } from "./pcap.ts";
import { putTagsOn, takeTagsOff, type VlanInterface } from "./vlan-interface.ts";

/** A TAP, or whatever else gives and takes a frame with each read and write. */
export type CableEnd = Pick<Tap, "name" | "descriptors">;

export type CableEnds = {
  /** The eNB's end: the subtap, or a port of a switch. */
  readonly host: CableEnd;
  /** The Radio Unit's end. */
  readonly radio: CableEnd;
};

export type CableOptions = {
  readonly io: FrameIo;
  /** Shared by any number of cables of one thread: a batch is moved at once. */
  readonly batch: FrameBatch;
  /** Share of the frames that get lost, 0 to 1. */
  readonly loss?: number;
  /** How long each frame is under way. */
  readonly delayMs?: number;
  readonly pcap?: PcapFile;
  /** The Radio Unit's VLAN interface. */
  readonly vlanInterface?: VlanInterface;
  readonly random?: () => number;
  /** Called after frames went either way. */
  readonly onTraffic?: () => void;
  /** Called once where a TAP was deleted or cannot be read; the cable is closed by then. */
  readonly onEnd?: (reason: string) => void;
};

export type Cable = {
  readonly toRadio: Counters;
  readonly toHost: Counters;
  /** A cable that is out loses every frame; one that is in loses its share. */
  readonly setPlugged: (isIn: boolean) => void;
  /** Stops carrying; frames still under way count as lost. The TAPs stay open: they are the caller's. */
  readonly close: () => void;
};

/** Batches that one direction may carry before the other has its turn. */
const maxBatchesInTurn = 4;

/** Begins to carry frames between two open TAPs (non-blocking, one queue, no virtio header). */
export function layCable({ host, radio }: CableEnds, options: CableOptions): Cable {
  const { vlanInterface = null } = options;
  const [takeOff, putOn] = vlanInterface === null ? [null, null] : makeConverters(vlanInterface);
  const toRadio = makeDirection(host, radio, options, takeOff);
  const toHost = makeDirection(radio, host, options, putOn);
  const readiness: Readiness[] = [];
  const timers = new Map<Direction, NodeJS.Timeout>();
  let closed = false;

  const close = () => {
    if (closed) return;
    closed = true;
    for (const one of readiness) one.close();
    for (const timer of timers.values()) clearTimeout(timer);
    for (const one of [toRadio, toHost]) closeDirection(one);
    options.pcap?.flush();
  };
  const end = (error: unknown) => {
    if (closed) return;
    close();
    options.onEnd?.(describeEnd(error, { host, radio }));
  };
  const runGuarded = (action: () => void) => {
    try {
      action();
      options.pcap?.flush();
      options.onTraffic?.();
    } catch (error) {
      end(error);
    }
  };
  const awaitDue = (one: Direction, line: DelayLine) => {
    const wait = line.nextDue(performance.now());
    if (wait === null || closed || timers.has(one)) return;
    const due = () => {
      timers.delete(one);
      runGuarded(() => carryDue(one, line, performance.now()));
      awaitDue(one, line);
    };
    timers.set(one, setTimeout(due, Math.ceil(wait)));
  };
  for (const one of [toRadio, toHost]) {
    const onFrames = (error: LibcError | null) => {
      if (error !== null) return end(new TapGone(one.from));
      runGuarded(() => carryTurn(one));
      if (one.delayLine !== null) awaitDue(one, one.delayLine);
    };
    readiness.push(onReadable(one.from, onFrames));
    one.io.attach(one.from);
  }
  const setPlugged = (isIn: boolean) => {
    for (const one of [toRadio, toHost]) one.loss = isIn ? (options.loss ?? 0) : 1;
  };
  return { toRadio: toRadio.counters, toHost: toHost.counters, setPlugged, close };
}

function closeDirection({ io, from, counters }: Direction): void {
  io.detach(from);
  counters.lost += counters.waiting;
  counters.waiting = 0;
}

/** What is left after a turn is still readable, and the event loop comes back to it. */
function carryTurn(one: Direction): void {
  const now = one.delayLine === null ? 0 : performance.now();
  for (let turn = 0; turn < maxBatchesInTurn; turn++) {
    if (carryBatch(one, now) < one.batch.capacity) return;
  }
}

/** For frames to the Radio Unit and for its own. */
function makeConverters(vlanInterface: VlanInterface): [Direction["convert"], Direction["convert"]] {
  return [
    (batch) => takeTagsOff(batch, vlanInterface.vlan),
    (batch) => {
      putTagsOn(batch, vlanInterface.vlan);
      return 0;
    },
  ];
}

function makeDirection(
  from: CableEnd,
  to: CableEnd,
  options: CableOptions,
  convert: Direction["convert"],
): Direction {
  return {
    from: from.descriptors[0] as number,
    to: to.descriptors[0] as number,
    io: options.io,
    batch: options.batch,
    counters: createCounters(),
    loss: options.loss ?? 0,
    random: options.random ?? Math.random,
    delayLine: options.delayMs ? createDelayLine(options.delayMs) : null,
    pcap: options.pcap ?? null,
    convert,
  };
}

function describeEnd(error: unknown, { host, radio }: CableEnds): string {
  if (error instanceof TapGone) {
    return `${host.descriptors[0] === error.fd ? host.name : radio.name} was deleted`;
  }
  return error instanceof Error ? error.message : String(error);
}

/**
 * Keeps the mirror: the reading side queues the kernel's messages, the working side brings them into the mirror;
 * `sync-step.ts` decides when the kernel's state is dumped anew.
 */
import type { DumpVisitor } from "../../netlink/dump-later.ts";
import { decodeMessage, type Message } from "../../netlink/messages/message.ts";
import { NetlinkError } from "../../netlink/messages/netlink-error.ts";
import type { Listener, Subscription } from "../../netlink/monitor.ts";
import type { Clock } from "../clock.ts";
import { type Machine, startMachine } from "../machine.ts";
import { createMessageQueue, type MessageQueue } from "./message-queue.ts";
import { mayMatter, takeMessage } from "./mirror.ts";
import { createMirror, type Mirror, type Scope } from "./mirror-index.ts";
import {
  beginSync,
  getMirror,
  isListening,
  type SyncEffect,
  type SyncEvent,
  type SyncState,
  stepSync,
} from "./sync-step.ts";
import { createWorker, type Slice, type Worker } from "./worker.ts";

/** The kernel as functions; `live-kernel.ts` has the real one. */
export type KernelSource = {
  readonly subscribe: (listener: Listener) => Subscription;
  /** Hands over its whole state; returns how often it began anew. */
  readonly dump: (visitor: DumpVisitor) => Promise<number>;
};

export type SyncOptions = {
  readonly scope: Scope;
  readonly slice: Slice;
  /** Bytes of messages that may wait between reading and working. */
  readonly queueBytes: number;
};

/** What is reported of it. */
export type SyncReports = {
  /** A message was about something that the plan is compared with, and is in the mirror now. */
  readonly changed: (message: Message, mirror: Mirror) => void;
  /** Messages are missing; the kernel's state is dumped after a pause. */
  readonly lost: (why: Error, dropped: number, pauseMs: number) => void;
  /** Some messages were handled, whatever they were about. */
  readonly worked: () => void;
  /** The mirror has been made anew. */
  readonly looked: (why: string, restarts: number) => void;
};

export type Sync = {
  /** Null while it is not to be trusted. */
  readonly mirror: () => Mirror | null;
  /** Keeps the mirror of something else from now on. */
  readonly setScope: (scope: Scope) => void;
  readonly lookAnew: (why: string) => void;
  /** Calls back when all messages up to now are in the mirror, or the mirror is lost. */
  readonly catchUp: (callBack: () => void) => void;
  readonly counters: () => SyncCounters;
  readonly stop: () => void;
};

export type SyncCounters = {
  readonly messages: number;
  readonly losses: number;
  readonly resynchronisations: number;
  readonly queueLength: number;
  readonly queuePeak: number;
};

/** @throws LibcError where the system has no socket to give */
export function startSync(
  kernel: KernelSource,
  options: SyncOptions,
  reports: SyncReports,
  clock: Clock,
): Sync {
  const begun = beginSync<Mirror>(options.scope);
  const machine = startMachine(begun.state, stepSync<Mirror>, (effect) => perform(parts, effect));
  const parts = connectParts(kernel, options, reports, clock, machine);
  for (const effect of begun.effects) perform(parts, effect);
  const { queue, counted } = parts;
  const { send, state } = machine;
  return {
    mirror: () => getMirror(state()),
    setScope: (scope) => send({ kind: "other scope", scope }),
    lookAnew: (why) => send({ kind: "look anew", why }),
    catchUp: (callBack) => send({ kind: "catch up", callBack }),
    counters: () => {
      const { losses, resynchronisations } = state();
      const { messages } = counted;
      return { messages, losses, resynchronisations, queueLength: queue.length(), queuePeak: queue.peak() };
    },
    stop: () => send({ kind: "stop" }),
  };
}

type SyncMachine = Machine<SyncState<Mirror>, SyncEvent<Mirror>>;

/** What effects act on. */
type Parts = {
  readonly kernel: KernelSource;
  readonly reports: SyncReports;
  readonly clock: Clock;
  readonly machine: SyncMachine;
  readonly queue: MessageQueue;
  readonly worker: Worker;
  readonly subscription: Subscription;
  /** Messages handled. */
  readonly counted: { messages: number };
  readonly timer: { cancel: () => void };
};

function connectParts(
  kernel: KernelSource,
  { queueBytes, slice }: SyncOptions,
  reports: SyncReports,
  clock: Clock,
  machine: SyncMachine,
): Parts {
  const queue = createMessageQueue(queueBytes);
  const counted = { messages: 0 };
  const lose = (why: Error) => machine.send({ kind: "lost", why, nowMs: clock.now() });
  const drained = () => {
    reports.worked();
    machine.send({ kind: "drained" });
  };
  const handleNext = createHandler(queue, machine, counted, reports.changed, lose);
  const worker = createWorker(slice, { handleNext, drained }, clock);
  const subscription = kernel.subscribe({
    message: (bytes, start, end) => {
      if (!isListening(machine.state())) return;
      if (queue.push(bytes, start, end)) worker.wake();
      else lose(new NetlinkError("lost", `the queue of ${queueBytes} bytes was full`));
    },
    lost: lose,
  });
  const timer = { cancel: () => {} };
  return { kernel, reports, clock, machine, queue, worker, subscription, counted, timer };
}

/** Brings the oldest message that waits into the mirror; false where none waits. Runs for each message of a flood. */
function createHandler(
  queue: MessageQueue,
  machine: SyncMachine,
  counted: { messages: number },
  changed: SyncReports["changed"],
  lose: (why: Error) => void,
): () => boolean {
  const handle = (bytes: Buffer, start: number, end: number) => {
    counted.messages++;
    const mirror = getMirror(machine.state());
    if (mirror === null || !mayMatter(mirror, bytes, start)) return;
    const message = decodeMessage(bytes, start, end);
    if (takeMessage(mirror, message)) changed(message, mirror);
  };
  return () => {
    try {
      return queue.take(handle);
    } catch (error) {
      if (!(error instanceof NetlinkError)) throw error;
      lose(error);
      return false;
    }
  };
}

function perform(parts: Parts, effect: SyncEffect): void {
  const { worker, reports, machine, timer, clock } = parts;
  switch (effect.kind) {
    case "hold":
    case "release":
    case "wake":
      worker[effect.kind]();
      break;
    case "wait":
      timer.cancel();
      timer.cancel = clock.later(effect.delayMs, () => machine.send({ kind: "due" }));
      break;
    case "dump":
      void dump(parts, effect);
      break;
    case "read":
      machine.send({ kind: "read", toItsEnd: parts.subscription.readNow() });
      break;
    case "call back":
      for (const callBack of effect.callBacks) callBack();
      break;
    case "report loss":
      reports.lost(effect.why, parts.queue.clear(), effect.pauseMs);
      break;
    case "report look":
      reports.looked(effect.why, effect.restarts);
      break;
    case "close":
      timer.cancel();
      worker.stop();
      parts.subscription.close();
  }
}

/** Messages from before are in the dump, so they are forgotten; those from here on wait for the mirror. */
async function dump(
  { kernel, queue, subscription, machine, clock }: Parts,
  { dump: number, scope }: Extract<SyncEffect, { kind: "dump" }>,
): Promise<void> {
  try {
    queue.clear();
    subscription.reopen();
    const [mirror, restarts] = await dumpMirror(kernel, scope);
    machine.send({ kind: "dumped", dump: number, mirror, restarts });
  } catch (error) {
    machine.send({ kind: "dump failed", dump: number, why: error as Error, nowMs: clock.now() });
  }
}

/** The mirror that the kernel's dumps make, and how often they began anew. */
async function dumpMirror(
  kernel: KernelSource,
  scope: Scope,
): Promise<readonly [mirror: Mirror, restarts: number]> {
  let mirror = createMirror(scope);
  const restarts = await kernel.dump({
    begin: () => {
      mirror = createMirror(scope);
    },
    message: (message) => void takeMessage(mirror, message),
  });
  return [mirror, restarts];
}

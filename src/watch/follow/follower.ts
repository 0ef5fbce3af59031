/**
 * Follows the kernel: the reading side queues what the kernel tells, the working side brings the picture up to date
 * with it. After every loss the socket is opened anew, the state dumped, and what was told meanwhile applied on top.
 */

import type { DumpVisitor } from "../../netlink/dump-later.ts";
import { decodeMessage, type Message } from "../../netlink/messages/message.ts";
import { NetlinkError } from "../../netlink/messages/netlink-error.ts";
import type { Listener, Subscription } from "../../netlink/monitor.ts";
import type { Clock } from "../clock.ts";
import { createMessageQueue } from "./message-queue.ts";
import { createPicture, type KernelPicture, type Scope } from "./picture.ts";
import { createWorker, type Slice } from "./worker.ts";

/** The kernel as functions; `live-kernel.ts` has the real one. */
export type KernelSource = {
  readonly subscribe: (listener: Listener) => Subscription;
  /** Tells its whole state; returns how often it began anew. */
  readonly dump: (visitor: DumpVisitor) => Promise<number>;
};

export type FollowerOptions = {
  readonly scope: Scope;
  readonly slice: Slice;
  /** Bytes of messages that may wait between reading and working. */
  readonly queueBytes: number;
};

export type FollowerEvents = {
  /** A message was about something that the plan is compared with, and is in the picture now. */
  readonly changed: (message: Message, picture: KernelPicture) => void;
  /** Messages are missing; the picture is taken anew after a pause. */
  readonly lost: (why: Error, dropped: number, pause: number) => void;
  /** Some messages were handled, whatever they were about. */
  readonly worked: () => void;
  /** The picture has been taken anew. */
  readonly looked: (why: string, restarts: number) => void;
};

export type Follower = {
  /** Null while it is not to be trusted. */
  readonly picture: () => KernelPicture | null;
  /** Takes the picture of something else from now on. */
  readonly setScope: (scope: Scope) => void;
  readonly lookAnew: (why: string) => void;
  /** Calls back when all that the kernel has told up to now is in the picture, or the picture is lost. */
  readonly catchUp: (then: () => void) => void;
  readonly counters: () => Counters;
  readonly stop: () => void;
};

export type Counters = {
  readonly messages: number;
  readonly losses: number;
  readonly resynchronisations: number;
  readonly queueLength: number;
  readonly queuePeak: number;
};

/** Who waits until all is in the picture, and whether the socket was read to its end since he asked. */
type CallBack = { readonly then: () => void; hasRead: boolean };

/** Where one loss follows upon another, the next look waits twice as long, up to the longest; ms. */
const firstPause = 10;
const longestPause = 1000;

export function createFollower(
  kernel: KernelSource,
  options: FollowerOptions,
  events: FollowerEvents,
  clock: Clock,
): Follower {
  const queue = createMessageQueue(options.queueBytes);
  let { scope } = options;
  let picture: KernelPicture | null = null;
  let [messages, losses, resynchronisations] = [0, 0, 0];
  let callBacks: CallBack[] = [];
  /** The look under way: one that is no longer this one is void. */
  let look: object | null = null;
  let cancelLook = () => {};
  let lostAt = Number.NEGATIVE_INFINITY;
  let pause = firstPause;
  let stopped = false;

  const handle = (bytes: Buffer, start: number, end: number) => {
    messages++;
    if (picture === null || !picture.mayMatter(bytes, start)) return;
    const message = decodeMessage(bytes, start, end);
    if (picture.take(message)) events.changed(message, picture);
  };
  const handleNext = (): boolean => {
    try {
      return queue.take(handle);
    } catch (error) {
      lose(asNetlinkError(error));
      return false;
    }
  };
  const drained = () => {
    events.worked();
    if (callBacks.length === 0) return;
    if (callBacks.every(({ hasRead }) => hasRead)) {
      callBackAll();
      return;
    }
    const everything = subscription.readNow();
    for (const callBack of callBacks) callBack.hasRead ||= everything;
    worker.wake();
  };
  const worker = createWorker(options.slice, { handleNext, drained }, clock);
  const callBackAll = () => {
    const waiting = callBacks;
    callBacks = [];
    for (const { then } of waiting) then();
  };

  const lose = (why: Error) => {
    if (stopped) return;
    losses++;
    const dropped = queue.clear();
    worker.hold();
    picture = null;
    pause = clock.now() - lostAt < 4 * longestPause ? Math.min(longestPause, 2 * pause) : firstPause;
    lostAt = clock.now();
    events.lost(why, dropped, pause);
    lookLater(pause, why.message);
    callBackAll();
  };
  const lookLater = (delay: number, why: string) => {
    cancelLook();
    look = null;
    cancelLook = clock.later(delay, () => void takePicture(why));
  };

  const takePicture = async (why: string): Promise<void> => {
    const mine = {};
    look = mine;
    worker.hold();
    try {
      subscription.reopen();
      const [fresh, restarts] = await dumpPicture(kernel, scope);
      if (look !== mine || stopped) return;
      look = null;
      picture = fresh;
      resynchronisations++;
      worker.release();
      events.looked(why, restarts);
    } catch (error) {
      if (look === mine) lose(error as Error);
    }
  };

  const listener: Listener = {
    message: (bytes, start, end) => {
      // What comes before the next dump begins will be in it.
      if (picture === null && look === null) return;
      if (queue.push(bytes, start, end)) worker.wake();
      else lose(new NetlinkError("lost", `the queue of ${options.queueBytes} bytes was full`));
    },
    lost: lose,
  };
  worker.hold();
  const subscription = kernel.subscribe(listener);
  lookLater(0, "start");

  return {
    picture: () => picture,
    setScope: (wanted) => {
      scope = wanted;
      picture = null;
      lookLater(0, "another plan");
    },
    lookAnew: (why) => {
      picture = null;
      lookLater(0, why);
    },
    catchUp: (then) => {
      if (picture === null || stopped) then();
      else {
        callBacks.push({ then, hasRead: false });
        worker.wake();
      }
    },
    counters: () => ({
      messages,
      losses,
      resynchronisations,
      queueLength: queue.length(),
      queuePeak: queue.peak(),
    }),
    stop: () => {
      stopped = true;
      cancelLook();
      worker.stop();
      subscription.close();
      callBackAll();
    },
  };
}

/** The picture that the kernel's dumps make, and how often they began anew. */
async function dumpPicture(
  kernel: KernelSource,
  scope: Scope,
): Promise<readonly [picture: KernelPicture, restarts: number]> {
  let fresh = createPicture(scope);
  const restarts = await kernel.dump({
    begin: () => {
      fresh = createPicture(scope);
    },
    message: (message) => void fresh.take(message),
  });
  return [fresh, restarts];
}

function asNetlinkError(error: unknown): Error {
  if (error instanceof NetlinkError) return error;
  throw error;
}

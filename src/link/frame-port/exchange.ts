/** Sending frames, and comparing those that come with those that must. */
import { setTimeout as pause } from "node:timers/promises";
import type { Difference } from "../../frame/compare.ts";
import type { FramePort } from "./frame-port.ts";

export type SendOrder = {
  readonly frames: Iterable<Uint8Array>;
  readonly intervalMs: number;
  /** How long to wait for room, and until what was sent is taken. */
  readonly timeoutMs: number;
};

/** How many frames went: fewer than there are where the port did not take them in time. */
export async function sendFrames(port: FramePort, order: SendOrder): Promise<number> {
  const { frames, intervalMs, timeoutMs } = order;
  let sent = 0;
  for (const frame of frames) {
    if (sent > 0 && intervalMs > 0) await pause(intervalMs);
    if (!(await isDoneWithin(timeoutMs, () => port.send(frame)))) break;
    sent += 1;
  }
  await isDoneWithin(timeoutMs, () => port.countUnderway() === 0);
  return sent - port.countUnderway();
}

async function isDoneWithin(timeoutMs: number, attempt: () => boolean): Promise<boolean> {
  for (const start = performance.now(); !attempt(); await pause(roomPauseMs)) {
    if (performance.now() - start > timeoutMs) return false;
  }
  return true;
}

/** No event says that a port has room again. */
const roomPauseMs = 1;

export type Expectation = {
  /** Frames that must come; null where none may. */
  readonly count: number | null;
  readonly timeoutMs: number;
  /** Passes over frames that are not as they must be. */
  readonly ignoreOthers: boolean;
  /** @param number of the frame, 0 for the first */
  readonly compare: (frame: Uint8Array, number: number) => Difference | null;
  readonly onFrame: (frame: Uint8Array) => void;
};

export type Expected = {
  /** Frames that came as they must. */
  readonly came: number;
  readonly ignored: number;
  /** The frame that may not have come. */
  readonly unexpected: { readonly frame: Uint8Array; readonly difference: Difference | null } | null;
};

/** Ends with the last frame that must come, with the first that may not, or when the time is over. */
export async function expectFrames(port: FramePort, expectation: Expectation): Promise<Expected> {
  const { count, timeoutMs, ignoreOthers, compare, onFrame } = expectation;
  const until = performance.now() + timeoutMs;
  let [came, ignored] = [0, 0];
  while (came !== count) {
    const left = until - performance.now();
    // others that never end do not keep it here
    if (left <= 0 && ignored > 0) break;
    const frame = port.receive();
    if (frame === null) {
      if (left <= 0) break;
      await port.awaitFrame(left);
      continue;
    }
    onFrame(frame);
    const difference = compare(frame, came);
    if (ignoreOthers && difference !== null) ignored += 1;
    else if (count === null || difference !== null)
      return { came, ignored, unexpected: { frame, difference } };
    else came += 1;
  }
  return { came, ignored, unexpected: null };
}

/** How long something held the daemon's event loop, which all Radio Units share. */
import { monitorEventLoopDelay } from "node:perf_hooks";

/** Milliseconds: a hold that is shorter is not seen, and looking more often would cost more than it tells. */
const resolutionMs = 20;

export type LoopHold = {
  /** Seconds of the longest one since the daemon began. */
  readonly readLongest: () => number;
  readonly close: () => void;
};

export function watchLoopHold(): LoopHold {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  return { readLongest: () => histogram.max / 1e9, close: () => histogram.disable() };
}

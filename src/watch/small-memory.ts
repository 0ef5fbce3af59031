/** Memory of a process that lives for months and mostly waits. */
import { PerformanceObserver, performance } from "node:perf_hooks";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { releaseFreeMemory } from "../libc/memory.ts";

/**
 * Keeps V8's space for new objects as small as it is: it would grow to 32 MB with the first burst of messages and stay
 * so. Collections come more often then, and each takes less than a millisecond. To be called before much is allocated.
 */
export function keepMemorySmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}

const defaultCalmMs = 5_000;
const minIntervalMs = 15_000;
/** By so much a heap grows before it is collected again: a part of itself, and bytes. */
const growth = { part: 0.1, bytes: 1 << 20 };

/**
 * Gives back what start-up and bursts leave. V8 collects its old space only after that has grown, and at first that is
 * later than such a process ever allocates: half of its heap would be what nobody needs for as long as it lives. A
 * collection takes some 10 ms for 10 MB, so this is not for a process that must never pause. While nothing happens there
 * is no collection, and no timer.
 *
 * @param calmMs from a collection of V8's own until it is looked whether there is something to give back
 */
export function giveMemoryBack(calmMs = defaultCalmMs): void {
  setFlagsFromString("--optimize-for-size");
  setFlagsFromString("--expose-gc");
  let isDue = false;
  let settledBytes = 0;
  let collectedAt = Number.NEGATIVE_INFINITY;
  const lookAfter = (delayMs: number) => {
    if (isDue) return;
    isDue = true;
    setTimeout(look, delayMs).unref();
  };
  const look = () => {
    isDue = false;
    if (getHeapBytes() < settledBytes * (1 + growth.part) + growth.bytes) return;
    const waitMs = collectedAt + minIntervalMs - performance.now();
    if (waitMs > 0) return lookAfter(waitMs);
    collectTwice();
    releaseFreeMemory();
    settledBytes = getHeapBytes();
    collectedAt = performance.now();
  };
  const observer = new PerformanceObserver((seen) => {
    if (seen.getEntries().some(({ startTime }) => startTime > collectedAt)) lookAfter(calmMs);
  });
  observer.observe({ entryTypes: ["gc"] });
  lookAfter(calmMs);
}

/** The second time gives back the pages that the first one has emptied. Only a new context is given `gc`. */
function collectTwice(): void {
  const collect: () => void = runInNewContext("gc");
  collect();
  collect();
}

function getHeapBytes(): number {
  return getHeapStatistics().total_heap_size;
}

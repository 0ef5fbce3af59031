/** eventfd(2): a descriptor that becomes readable when a test wants it. */
import { readSync, writeSync } from "node:fs";
import { checkResult } from "../../src/libc/errno.ts";
import { openFlags } from "../../src/libc/file.ts";
import { findFunction } from "../../src/libc/library.ts";

/** A counter that is readable while it is not 0; non-blocking. */
export function eventfd(): number {
  return checkResult(eventfdFunction()(0, openFlags.NONBLOCK | openFlags.CLOEXEC), "eventfd");
}

/** Adds one: every poll on it wakes. */
export function signalEventfd(fd: number): void {
  writeSync(fd, new BigUint64Array([1n]));
}

/** Sets it back to 0. */
export function drainEventfd(fd: number): void {
  readSync(fd, new BigUint64Array(1));
}

const eventfdFunction = findFunction<(initial: number, flags: number) => number>("int eventfd(uint, int)");

/** eventfd(2): what wakes a poll from outside. */
import { checked } from "./errno.ts";
import { openFlags, read, write } from "./file.ts";
import { libcFunction } from "./library.ts";

/** A counter that is readable while it is not 0; non-blocking. */
export function eventfd(): number {
  return checked(eventfdFunction()(0, openFlags.NONBLOCK | openFlags.CLOEXEC), "eventfd");
}

/** Adds one: every poll on it wakes. */
export function signalEventfd(fd: number): void {
  const one = Buffer.alloc(counterSize);
  one.writeBigUInt64LE(1n);
  write(fd, one);
}

/** Sets it back to 0. */
export function drainEventfd(fd: number): void {
  read(fd, Buffer.alloc(counterSize));
}

const counterSize = 8;

const eventfdFunction = libcFunction<(initial: number, flags: number) => number>("int eventfd(uint, int)");

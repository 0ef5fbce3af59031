/** eventfd(2): a counter that another process raises to wake this one. */
import { readlinkSync } from "node:fs";
import { checkResult } from "../errno.ts";
import { openFlags } from "../file.ts";
import { findFunction } from "../library.ts";

/** A counter at 0; non-blocking, closed on exec. */
export function createEventfd(): number {
  return checkResult(eventfdFunction()(0, openFlags.NONBLOCK | openFlags.CLOEXEC), "eventfd");
}

/** Whether a descriptor that somebody passed is one, and not a file that makes whoever polls it wait. */
export function isEventfd(fd: number): boolean {
  return readlinkSync(`/proc/self/fd/${fd}`) === "anon_inode:[eventfd]";
}

const eventfdFunction = findFunction<(initial: number, flags: number) => number>("int eventfd(uint, int)");

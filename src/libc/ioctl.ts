/** ioctl(2). */
import { checkResult } from "./errno.ts";
import { findFunction } from "./library.ts";

/**
 * A request whose argument is a structure that the kernel reads, writes or both.
 *
 * @param call the request's name, for the error: `TUNSETIFF`
 * @param about what it is made on, for the error: an interface's name
 */
export function ioctl(
  fd: number,
  request: number,
  argument: Uint8Array,
  call: string,
  about?: string,
): number {
  return checkResult(withStructure()(fd, request, "void*", argument), call, about);
}

/** A request whose argument is a number, like TUNSETPERSIST. */
export function makeIoctlNumber(
  fd: number,
  request: number,
  argument: number,
  call: string,
  about?: string,
): number {
  return checkResult(withNumber()(fd, request, "long", argument), call, about);
}

// ioctl is variadic: koffi wants the type of the argument beside it.
const withStructure = findFunction<
  (fd: number, request: number, type: "void*", argument: Uint8Array) => number
>("int ioctl(int, unsigned long, ...)");
const withNumber = findFunction<(fd: number, request: number, type: "long", argument: number) => number>(
  "int ioctl(int, unsigned long, ...)",
);

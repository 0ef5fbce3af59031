/** read(2) and write(2) at an address of the caller's own memory, with the bare result: −1, and errno beside it. */
import { findFunction } from "./library.ts";

/** @param address as `getMemoryAddress` gives it; the caller keeps the memory alive */
export function readAt(fd: number, address: number, length: number): number {
  return readFunction()(fd, address, length);
}

export function writeAt(fd: number, address: number, length: number): number {
  return writeFunction()(fd, address, length);
}

const readFunction = findFunction<(fd: number, address: number, length: number) => number>(
  "int64_t read(int, intptr_t, size_t)",
);
const writeFunction = findFunction<(fd: number, address: number, length: number) => number>(
  "int64_t write(int, intptr_t, size_t)",
);

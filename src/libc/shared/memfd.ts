/** Memory that processes share: memfd_create(2) and its seals (fcntl(2)). */
import { ftruncateSync, statfsSync } from "node:fs";
import { checkResult, getErrno, LibcError } from "../errno.ts";
import { findFunction } from "../library.ts";

const MFD_CLOEXEC = 0x1;
const MFD_ALLOW_SEALING = 0x2;
const F_ADD_SEALS = 1033;
const F_GET_SEALS = 1034;

/** Seals of fcntl(2): against a smaller size, which would end whoever touches what is gone; a larger size; other seals. */
export const seal = { SEAL: 0x1, SHRINK: 0x2, GROW: 0x4 } as const;

/** Memory of a fixed size, zeros at first; closed on exec. */
export function createMemfd(name: string, size: number): number {
  const fd = checkResult(memfdCreate()(name, MFD_CLOEXEC | MFD_ALLOW_SEALING), "memfd_create");
  ftruncateSync(fd, size);
  checkResult(fcntlFunction()(fd, F_ADD_SEALS, "int", seal.SHRINK | seal.GROW), "fcntl", "F_ADD_SEALS");
  return fd;
}

/** @throws LibcError EINVAL where the file cannot have seals at all */
export function readSeals(fd: number): number {
  const seals = fcntlFunction()(fd, F_GET_SEALS, "int", 0);
  if (seals < 0) throw new LibcError("fcntl", getErrno(), "F_GET_SEALS");
  return seals;
}

/** TMPFS_MAGIC of linux/magic.h: hugetlbfs has another one. */
const tmpfs = 0x0102_1994;

/** Whether ordinary pages are behind it; to be asked of files that have seals only. */
export function isOnTmpfs(fd: number): boolean {
  return statfsSync(`/proc/self/fd/${fd}`).type === tmpfs;
}

const memfdCreate = findFunction<(name: string, flags: number) => number>(
  "int memfd_create(const char*, uint)",
);
// fcntl is variadic: koffi wants the type of the argument beside it
const fcntlFunction =
  findFunction<(fd: number, command: number, type: "int", argument: number) => number>(
    "int fcntl(int, int, ...)",
  );

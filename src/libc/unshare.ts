/** unshare(2): network namespaces without a name, alive as long as their descriptor is open. */
import { checkResult } from "./errno.ts";
import { close, open, openFlags } from "./file.ts";
import { findFunction } from "./library.ts";

const CLONE_NEWNET = 0x4000_0000;
const currentNamespace = "/proc/thread-self/ns/net";

/** Makes a network namespace; this thread stays in its own. Returns the descriptor. Needs CAP_SYS_ADMIN. */
export function createNetworkNamespace(): number {
  const own = openNetworkNamespace(currentNamespace);
  try {
    checkResult(unshareFunction()(CLONE_NEWNET), "unshare", "CLONE_NEWNET");
    try {
      return openNetworkNamespace(currentNamespace);
    } finally {
      checkResult(setnsFunction()(own, CLONE_NEWNET), "setns", "back");
    }
  } finally {
    close(own);
  }
}

/** Opens a network namespace by its file (`/run/netns/NAME`, `/proc/PID/ns/net`); the descriptor keeps it alive. */
export function openNetworkNamespace(path: string): number {
  return open(path, openFlags.RDONLY | openFlags.CLOEXEC);
}

/** The path by which this process finds the namespace of a descriptor. */
export function getNamespacePath(fd: number): string {
  return `/proc/self/fd/${fd}`;
}

const setnsFunction = findFunction<(fd: number, type: number) => number>("int setns(int, int)");
const unshareFunction = findFunction<(flags: number) => number>("int unshare(int)");

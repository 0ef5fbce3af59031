/** Network namespaces: setns(2) changes the calling thread's alone, and Node runs all JavaScript in one thread. */
import { checkResult } from "./errno.ts";
import { close, open, openFlags } from "./file.ts";
import { findFunction } from "./library.ts";

/**
 * Runs a function in another network namespace; sockets that it opens stay there. It must not be asynchronous:
 * this thread is back in its own namespace when the call ends, however it ends. Needs CAP_SYS_ADMIN.
 *
 * @param path `/proc/<pid>/ns/net`, `/run/netns/<name>`
 */
export function runInNetworkNamespace<T>(path: string, run: () => T): T {
  const own = open("/proc/thread-self/ns/net", openFlags.RDONLY | openFlags.CLOEXEC);
  try {
    enter(path);
    try {
      return run();
    } finally {
      checkResult(setnsFunction()(own, CLONE_NEWNET), "setns", "back");
    }
  } finally {
    close(own);
  }
}

function enter(path: string): void {
  const fd = open(path, openFlags.RDONLY | openFlags.CLOEXEC);
  try {
    checkResult(setnsFunction()(fd, CLONE_NEWNET), "setns", path);
  } finally {
    close(fd);
  }
}

const CLONE_NEWNET = 0x40000000;

const setnsFunction = findFunction<(fd: number, kind: number) => number>("int setns(int, int)");

/** Whether an interface's link-local address can be used: duplicate address detection takes a second or two. */
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { runInNetworkNamespace } from "../libc/namespace.ts";
import { getNamespacePath } from "../libc/unshare.ts";

const scopeLink = 0x20;
const flagTentative = 0x40; // IFA_F_TENTATIVE of linux/if_addr.h
const pollIntervalMs = 100;

/** Waits for it; false where it takes longer than `timeoutMs`, or `isEnded` says that nobody needs it any more. */
export async function awaitLinkLocal(
  namespace: number,
  name: string,
  timeoutMs: number,
  isEnded: () => boolean,
): Promise<boolean> {
  const untilMs = performance.now() + timeoutMs;
  while (!isEnded()) {
    if (hasLinkLocal(runInNetworkNamespace(getNamespacePath(namespace), readAddresses), name)) return true;
    if (performance.now() > untilMs) return false;
    await pause(pollIntervalMs);
  }
  return false;
}

function readAddresses(): string {
  // /proc/net is that of the thread's namespace
  return readFileSync("/proc/thread-self/net/if_inet6", "utf8");
}

/** A line is: address, index, prefix length, scope, flags (all in hexadecimal), interface. */
export function hasLinkLocal(table: string, name: string): boolean {
  return table.split("\n").some((line) => {
    const [, , , scope, flags, interfaceName] = line.trim().split(/\s+/);
    return (
      interfaceName === name &&
      Number.parseInt(scope ?? "", 16) === scopeLink &&
      (Number.parseInt(flags ?? "", 16) & flagTentative) === 0
    );
  });
}

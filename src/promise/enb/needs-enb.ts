/** Which instances have an eNB that can be asked. */
import type { Installed } from "../promise.ts";

/**
 * With `testing` nothing runs. Without Amarisoft's software no eNB can: the promise `enb` says so, and what asks the
 * eNB would only say that it does not answer.
 */
export function needsEnb({ site, amarisoft }: Installed): boolean {
  return !site.testing && amarisoft.version !== null;
}

/** What a promise about a running eNB needs: one that cannot listen ends. */
export const enbAndItsApi: readonly string[] = ["enb", "remote-api"];

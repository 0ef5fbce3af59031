/** What has ended by itself, and why: an AbortSignal whose reason is a text. */

/** Calls back with the reason once it has ended, at once where it has by now. */
export function whenEnded(ended: AbortSignal, callback: (reason: string) => void): void {
  if (ended.aborted) callback(String(ended.reason));
  else ended.addEventListener("abort", () => callback(String(ended.reason)), { once: true });
}

/** Null while it goes on. */
export function findEnd(ended: AbortSignal | undefined): string | null {
  return ended?.aborted === true ? String(ended.reason) : null;
}

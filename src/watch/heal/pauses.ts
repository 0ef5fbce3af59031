/**
 * When a change may be made again. What holds is put right at once; a change that fails, that is not there afterwards
 * or that somebody else undoes without end is tried again with growing pauses.
 */

/** The first pause after a failure, how much longer each further one is, and the longest; ms. */
export const firstPause = 10;
export const pauseGrowth = 3;
export const longestPause = 60_000;
/**
 * How often one change may be made without a pause, and how many milliseconds give back one of these: somebody who
 * breaks things by hand or by a script is served at once, a program that fights for its own idea is not for long.
 */
export const promptChanges = 1000;
export const promptChangeMs = 1000;

export type Pauses = {
  /** How long to wait before one of these changes is made again; 0 where that may be now. */
  readonly wait: (changes: readonly string[], now: number) => number;
  /** They are being made. */
  readonly begun: (changes: readonly string[], now: number) => void;
  /** They were made and found right. Returns how often each of them was made in short order, at most. */
  readonly held: (changes: readonly string[], now: number) => number;
  /** They could not be made, or were not there afterwards. Returns the pause until they are tried again. */
  readonly failed: (changes: readonly string[], now: number) => number;
};

type Past = {
  /** How often it failed in a row. */
  failures: number;
  /** How often it was made, less what time has given back. */
  made: number;
  /** It was made too often, and since then there was no quiet time. */
  fought: boolean;
  at: number;
  notBefore: number;
};

/** @param changes each is the text of one change, such as `changed slaptap16-1 mtu` */
export function createPauses(): Pauses {
  const pasts = new Map<string, Past>();

  const recall = (change: string, now: number): Past => {
    const past = pasts.get(change) ?? { failures: 0, made: 0, fought: false, at: now, notBefore: now };
    pasts.set(change, past);
    past.made = Math.max(0, past.made - Math.max(0, now - past.at) / promptChangeMs);
    past.at = now;
    return past;
  };
  const pause = (past: Past, now: number): number => {
    past.failures++;
    const length = pauseAfter(past.failures);
    past.notBefore = now + length;
    return length;
  };
  const waitFor = (change: string, now: number): number => {
    const wait = (pasts.get(change)?.notBefore ?? now) - now;
    // Longer than any pause: the clock went back.
    return wait > longestPause ? 0 : Math.max(0, wait);
  };
  return {
    wait: (changes, now) => Math.min(...changes.map((change) => waitFor(change, now))),
    begun: (changes, now) => {
      for (const past of changes.map((change) => recall(change, now))) {
        // Quiet for much longer than its pause was: what made it fail is gone.
        if (now - past.notBefore <= 4 * pauseAfter(past.failures)) continue;
        past.failures = 0;
        past.fought = false;
      }
    },
    held: (changes, now) => {
      let most = 0;
      for (const change of changes) {
        const past = recall(change, now);
        past.made++;
        most = Math.max(most, past.made);
        past.fought ||= past.made > promptChanges;
        if (past.fought) pause(past, now);
        else past.failures = 0;
      }
      forgetOld(pasts, now);
      return Math.round(most);
    },
    failed: (changes, now) => {
      const lengths = changes.map((change) => pause(recall(change, now), now));
      return Math.min(...lengths);
    },
  };
}

function pauseAfter(failures: number): number {
  return failures === 0 ? 0 : Math.min(longestPause, firstPause * pauseGrowth ** (failures - 1));
}

/** A node has some hundred different changes; more than that are old. */
const mostRemembered = 10_000;

function forgetOld(pasts: Map<string, Past>, now: number): void {
  if (pasts.size <= mostRemembered) return;
  for (const [change, past] of pasts) {
    if (now - past.at > 4 * longestPause) pasts.delete(change);
  }
}

/**
 * When a change may be made again. What holds is mended at once; a change that fails, that is not there afterwards or
 * that somebody else undoes without end is tried again with growing pauses.
 */

/** The first pause after a failure, how much longer each further one is, and the longest. */
export const firstPauseMs = 10;
export const pauseGrowth = 3;
export const maxPauseMs = 60_000;
/**
 * How often one change may be made without a pause, and how many milliseconds give back one of these: somebody who
 * breaks things by hand or by a script is served at once, a program that fights for its own idea is not for long.
 */
export const maxPromptChanges = 1000;
export const promptChangeMs = 1000;

/** What became of each change so far, by its text: `changed slaptap16-1 mtu`. */
export type Retries = ReadonlyMap<string, Past>;

type Past = {
  /** How often it failed in a row. */
  readonly failures: number;
  /** How often it was made, less what time has given back. */
  readonly made: number;
  /** It was made too often, and since then there was no quiet time. */
  readonly isFought: boolean;
  readonly atMs: number;
  readonly notBeforeMs: number;
};

/** A change and how often it was made in short order. */
export type Repetition = { readonly change: string; readonly times: number };

export const noRetries: Retries = new Map();

/** How long to wait before one of these changes is made again; 0 where that may be now. */
export function getWaitMs(retries: Retries, changes: readonly string[], nowMs: number): number {
  return Math.min(...changes.map((change) => getWaitOf(retries.get(change), nowMs)));
}

/** The changes are being made. */
export function noteBegun(retries: Retries, changes: readonly string[], nowMs: number): Retries {
  return updatePasts(retries, changes, nowMs, (past) => {
    // Quiet for much longer than its pause was: what made it fail is gone.
    const isQuiet = nowMs - past.notBeforeMs > 4 * getPauseAfter(past.failures);
    return isQuiet ? { ...past, failures: 0, isFought: false } : past;
  });
}

/** The changes were made as the plan asks for them and are there; nobody had undone them. */
export function noteMade(retries: Retries, changes: readonly string[], nowMs: number): Retries {
  return forgetOld(
    updatePasts(retries, changes, nowMs, (past) => ({ ...past, failures: 0 })),
    nowMs,
  );
}

/** The changes mended what somebody had undone, and are there. */
export function noteHealed(
  retries: Retries,
  changes: readonly string[],
  nowMs: number,
): { readonly retries: Retries; readonly maxRepeated: Repetition } {
  const noted = updatePasts(retries, changes, nowMs, (past) => {
    const made = past.made + 1;
    const isFought = past.isFought || made > maxPromptChanges;
    return isFought ? pause({ ...past, made, isFought }, nowMs) : { ...past, made, isFought, failures: 0 };
  });
  const repetitions = changes.map((change) => ({
    change,
    times: Math.round(noted.get(change)?.made ?? 0),
  }));
  const maxRepeated = repetitions.reduce((a, b) => (b.times > a.times ? b : a));
  return { retries: forgetOld(noted, nowMs), maxRepeated };
}

/** The changes could not be made, or were not there afterwards. */
export function noteFailed(
  retries: Retries,
  changes: readonly string[],
  nowMs: number,
): { readonly retries: Retries; readonly pauseMs: number } {
  const noted = updatePasts(retries, changes, nowMs, (past) => pause(past, nowMs));
  const pauses = changes.map((change) => getPauseAfter(noted.get(change)?.failures ?? 0));
  return { retries: noted, pauseMs: Math.min(...pauses) };
}

function updatePasts(
  retries: Retries,
  changes: readonly string[],
  nowMs: number,
  update: (past: Past) => Past,
): Retries {
  const updated = new Map(retries);
  for (const change of changes) updated.set(change, update(recall(updated.get(change), nowMs)));
  return updated;
}

/** What time has given back. */
function recall(past: Past | undefined, nowMs: number): Past {
  if (past === undefined) return { failures: 0, made: 0, isFought: false, atMs: nowMs, notBeforeMs: nowMs };
  const passedMs = Math.max(0, nowMs - past.atMs);
  return { ...past, made: Math.max(0, past.made - passedMs / promptChangeMs), atMs: nowMs };
}

function pause(past: Past, nowMs: number): Past {
  const failures = past.failures + 1;
  return { ...past, failures, notBeforeMs: nowMs + getPauseAfter(failures) };
}

function getPauseAfter(failures: number): number {
  return failures === 0 ? 0 : Math.min(maxPauseMs, firstPauseMs * pauseGrowth ** (failures - 1));
}

function getWaitOf(past: Past | undefined, nowMs: number): number {
  const waitMs = (past?.notBeforeMs ?? nowMs) - nowMs;
  // Longer than any pause: the clock went back.
  return waitMs > maxPauseMs ? 0 : Math.max(0, waitMs);
}

/** A node has some hundred different changes; more than that are old. */
const maxRemembered = 10_000;

function forgetOld(retries: Retries, nowMs: number): Retries {
  if (retries.size <= maxRemembered) return retries;
  return new Map([...retries].filter(([, { atMs }]) => nowMs - atMs <= 4 * maxPauseMs));
}

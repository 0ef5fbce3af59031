/** Defaults of the watch, which its options show. */

/** Milliseconds from the first message about a change until it is looked at: what belongs together has come then. */
export const defaultSettleMs = 2;

/** At most 5 ms in a row, with 1 ms between: more than 100,000 messages a second on one core. */
export const defaultSlice = { messages: 2000, durationMs: 5, pauseMs: 1 } as const;

/** KiB of messages that may wait: some ten thousand. */
export const defaultQueueKib = 4096;

/** From all to little; `debug` has every message of the kernel that is about the subtaps. */
export const logLevels = ["debug", "info", "warning", "error"] as const;
export const defaultLogLevel = "info";

/** Defaults of the watch, which its options show. */

/** Milliseconds from the first message about a change until it is looked at: what belongs together has come then. */
export const defaultSettleMs = 2;

/** At most 5 ms in a row, with 1 ms between: more than 100,000 messages a second on one core. */
export const defaultSlice = { messages: 2000, milliseconds: 5, pause: 1 } as const;

/** KiB of messages that may wait: some ten thousand. */
export const defaultQueueKib = 4096;

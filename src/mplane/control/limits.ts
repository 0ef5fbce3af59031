/** What both ends of a control socket keep to. */
export const controlLimits = {
  /** Bytes of a request or an answer: thousands of Radio Units with their alarms. */
  maxBytes: 16 * 1024 * 1024,
  /** Milliseconds that either end waits for the other. */
  timeoutMs: 10_000,
} as const;

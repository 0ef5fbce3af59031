/**
 * Vitest's `retry` for what meets the kernel, a SlapOS node or a guest: a busy machine can delay those, so CI tries such
 * a test twice. A property that fails has found a counterexample, and nothing is tried again after that.
 */
export const secondTry = { count: 1, condition: /^(?!Property failed)/ };

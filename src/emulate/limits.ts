/** Seconds of a restart. */
export const defaultBootSeconds = 3;

/** Seconds that a Radio Unit may take to get its address. */
export const defaultTimeoutSeconds = 30;

/** Seconds that a Radio Unit may take to get its address. */
export const defaultTimeoutSeconds = 30;

/** Limits of TAPs and cables, and their defaults. */

/** The kernel's own limit of queues: MAX_TAP_QUEUES of drivers/net/tun.c. */
export const maxTapQueues = 256;

export const maxDelayMs = 60_000;

/** Name of the Radio Unit's interface in its namespace. */
export const defaultRadioInterface = "ru0";

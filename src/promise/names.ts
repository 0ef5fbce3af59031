/** The checks that `ors promise` knows. */
export const promiseNames = ["config", "taps", "capability", "dnsmasq", "watch"] as const;

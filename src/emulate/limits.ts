/** Seconds of a restart. */
export const defaultBootSeconds = 3;

/** Seconds that a Radio Unit may take to get its address. */
export const defaultTimeoutSeconds = 30;

/** Seconds that the DHCP client of a Radio Unit that searches its VLAN runs on each. */
export const defaultPerVlanSeconds = 5;

/** Seconds between two rounds of a search. */
export const defaultPauseSeconds = 5;

/** Rounds of a search until a Radio Unit gives up. */
export const defaultRounds = 3;

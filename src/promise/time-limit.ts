/** How long a check may take, and who ends it. */

/** slapgrid gives a promise 20 s. */
export const timeLimitSeconds = 15;

/** Set in the environment where something else ends a check that takes too long. */
export const guardedVariable = "ORS_PROMISE_GUARDED";

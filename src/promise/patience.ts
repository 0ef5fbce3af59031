/** How long a check may take, and who sees to it. */

/** s; slapgrid gives a promise 20. */
export const patience = 15;

/** Set where something else ends a check that takes too long. */
export const guardedVariable = "ORS_PROMISE_GUARDED";

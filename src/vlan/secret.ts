/** What peers of shared memory have to say. */
import { maxSecretLength } from "./limits.ts";

export const secretRule = `1 to ${maxSecretLength} visible ASCII characters`;

export const secretPattern = new RegExp(`^[!-~]{1,${maxSecretLength}}$`);

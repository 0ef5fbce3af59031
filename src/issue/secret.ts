/** Values that nobody may read over a shoulder or in a log. */
import type { Place } from "./issue.ts";

const secretKey = /password|shared_key|^secret$/;

/** Whether a place is that of a password or the like: its value is not shown. */
export function isSecret({ path }: Place): boolean {
  const key = path.at(-1);
  return typeof key === "string" && secretKey.test(key);
}

/** Whether a line of the input may have such a value in it, whatever is wrong in that line. */
export function mayHoldSecret(line: string): boolean {
  return /password|shared_key|\bsecret\b/.test(line);
}

/** Values that nobody may read over a shoulder or in a log. */
import type { Place } from "./issue.ts";

const secretKey = /password|shared_key|^secret$/;

/** Whether a place is that of a password or the like: its value is not shown. */
export function isSecret({ path }: Place): boolean {
  const key = path.at(-1);
  return typeof key === "string" && secretKey.test(key);
}

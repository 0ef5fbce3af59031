/** Names of users, for messages. */
import { readFileSync } from "node:fs";

/** The user's name in /etc/passwd, or `#1234`, which sudo takes as well. */
export function findUserName(user: number): string {
  const entries = readPasswd().split("\n");
  const fields = entries.map((entry) => entry.split(":")).find((entry) => entry[2] === `${user}`);
  return fields?.[0] ?? `#${user}`;
}

function readPasswd(): string {
  try {
    return readFileSync("/etc/passwd", "utf8");
  } catch {
    return "";
  }
}

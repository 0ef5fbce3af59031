/** `--json`: one document, keys in the order that they are written in, warnings beside the result. */
import type { Issue } from "../issue/issue.ts";
import type { Terminal } from "./terminal.ts";

/** Prints `result` with a key `warnings` added. */
export function printJson(
  terminal: Terminal,
  result: Readonly<Record<string, unknown>>,
  warnings: readonly Issue[],
): void {
  terminal.print(JSON.stringify({ ...result, warnings: warnings.map(warningAsJson) }, null, 2));
}

function warningAsJson({ place: { shared, path }, what, expected, guess, position }: Issue) {
  const told = { expected: expected ?? null, guess: guess ?? null, position: position ?? null };
  return { shared, path, what, ...told };
}

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

function warningAsJson({ place, what, right, position }: Issue) {
  return { shared: place.shared, path: place.path, what, right: right ?? null, position: position ?? null };
}

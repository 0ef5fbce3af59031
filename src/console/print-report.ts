/** A report on standard output: as lines for a person, or with `--json` as one document. */
import type { Terminal } from "./terminal.ts";

export function printReport<R extends object>(
  terminal: Terminal,
  report: R,
  json: boolean,
  format: (report: R) => readonly string[],
): void {
  if (json) terminal.print(JSON.stringify(report, null, 2));
  else for (const line of format(report)) terminal.print(line);
}

/** A report on standard output: as lines for a person, or with `--json` as one document. */
import type { Terminal } from "./terminal.ts";

export function printReport<R extends object>(
  terminal: Terminal,
  report: R,
  json: boolean,
  format: (report: R) => readonly string[],
): void {
  if (json) terminal.print(JSON.stringify(report, null, 2));
  else {
    const lines = format(report);
    // one write: a line each would take a thousand Radio Units long
    if (lines.length > 0) terminal.print(lines.join("\n"));
  }
}

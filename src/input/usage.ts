/** Words of the command line that do not fit together; exit code 2. */
import { UsageError } from "../issue/exit-code.ts";
import { error, place } from "../issue/issue.ts";

export function makeUsageError(what: string, expected?: string): UsageError {
  return new UsageError([error(place(), what, expected)]);
}

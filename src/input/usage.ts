/** Words of the command line that do not fit together; exit code 2. */
import { InputError } from "../issue/exit-code.ts";
import { error, place } from "../issue/issue.ts";

export function makeUsageError(what: string, expected?: string): InputError {
  return new InputError([error(place(), what, expected)]);
}

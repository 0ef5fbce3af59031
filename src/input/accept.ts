/** From the outcome of a pure step to its value, or to an error of the command. */
import type { Loaded } from "../instance/load.ts";
import { InputError } from "../issue/exit-code.ts";
import { type Issue, type Outcome, sortByPosition } from "../issue/issue.ts";

/** The text that an input was read from, for the positions of what is wrong with it. */
export type Source = { readonly source?: string; readonly locate?: Loaded["locate"] };

/** The value with its warnings. Throws an InputError with all problems where there is no value. */
export function accept<T>(
  { value, issues }: Outcome<T>,
  { source, locate }: Source = {},
): { readonly value: T; readonly warnings: readonly Issue[] } {
  const located = sortByPosition(
    issues.map((issue) => {
      const position = issue.position ?? locate?.(issue.place);
      return position === undefined ? issue : { ...issue, position };
    }),
  );
  if (value === undefined) throw new InputError(located, source);
  return { value, warnings: located };
}

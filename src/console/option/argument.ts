/** Arguments: words of the command line that stand by themselves. */
import type { Option, Parsed } from "./option.ts";

export type Argument<T> = Pick<
  Option<T>,
  "metavar" | "description" | "completion" | "required" | "absent" | "shownDefault"
> & {
  /** Takes all words that are left. */
  readonly takesRest: boolean;
  readonly parseWords: (words: readonly string[]) => Parsed<T>;
};

/** One word, read as an option of that kind is. */
export function argument<T>(option: Option<T>): Argument<T> {
  const { parse, short: _short, variable: _variable, repeats: _repeats, ...said } = option;
  const parseWords = ([word = ""]: readonly string[]) => parse(word);
  return { ...said, takesRest: false, parseWords };
}

/** All words from here on; at least one. */
export function restArgument(option: Option<string | undefined>): Argument<readonly string[]> {
  const { metavar, description, completion } = option;
  const parseWords = (words: readonly string[]) => ({ value: words });
  const said = { metavar, description, completion, shownDefault: undefined };
  return { ...said, required: true, absent: undefined, takesRest: true, parseWords };
}

/** All words from here on, if there are any. */
export function optionalRestArgument(
  option: Option<string | undefined>,
): Argument<readonly string[] | undefined> {
  return { ...restArgument(option), required: false };
}

/** A problem as data. Text is made of it late, by {@link formatIssue} in `format.ts`. */

/** Where in a file that a person wrote a value stands; lines and columns count from 1. */
export type Position = { readonly file: string; readonly line: number; readonly column: number };

/** What a problem is about: a shared instance (or the instance itself, null) and a path into its parameters. */
export type Place = {
  readonly shared: string | null;
  readonly path: readonly (string | number)[];
  /** It is about the last key of the path, whatever its value. */
  readonly isKey?: true;
};

export type Issue = {
  readonly severity: "error" | "warning";
  readonly place: Place;
  /** What is wrong, as a sentence without a full stop: `Radio Unit "RU9" does not exist`. */
  readonly what: string;
  /** What is expected: `one of "RU1", "RU2"`. */
  readonly expected?: string;
  /** What was perhaps meant: `"RU1"`. A guess, while `expected` is sure. */
  readonly guess?: string;
  /** Added by the loader where the input was written by hand. */
  readonly position?: Position;
};

/**
 * The result of a pure step: its value, with what was noticed on the way. The value is undefined exactly
 * where one of the issues is an error.
 */
export type Outcome<T> = { readonly value: T | undefined; readonly issues: readonly Issue[] };

/** An error at a place. */
export function error(place: Place, what: string, expected?: string): Issue {
  return expected === undefined
    ? { severity: "error", place, what }
    : { severity: "error", place, what, expected };
}

/** A warning at a place: printed, never changing the exit code. */
export function warning(place: Place, what: string, expected?: string): Issue {
  return { ...error(place, what, expected), severity: "warning" };
}

/** The same issue with what was perhaps meant. */
export function withGuess(issue: Issue, guess: string): Issue {
  return { ...issue, guess };
}

/** A place in the instance's own dictionary: `place("configuration", "enb_id")`. */
export function place(...path: (string | number)[]): Place {
  return { shared: null, path };
}

/** The key at a place: one that is not known, or stands there twice. */
export function pointAtKey(place: Place): Place {
  return { ...place, isKey: true };
}

/** A place in a shared instance's parameters. */
export function placeInShared(reference: string, ...path: (string | number)[]): Place {
  return { shared: reference, path };
}

/** The value where no issue is an error, else undefined beside the issues. */
export function outcome<T>(value: T, issues: readonly Issue[]): Outcome<T> {
  return { value: hasErrors(issues) ? undefined : value, issues };
}

export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.severity === "error");
}

/** In the order of the text; the order among those at one place stays. */
export function sortByPosition(issues: readonly Issue[]): readonly Issue[] {
  const rank = ({ position }: Issue) => position ?? { line: 0, column: 0 };
  return [...issues].sort((a, b) => rank(a).line - rank(b).line || rank(a).column - rank(b).column);
}

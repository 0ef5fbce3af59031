/** What a promise says: whether it holds, in one line. */
import { escapeControls } from "../issue/quote.ts";

export type Verdict = {
  readonly holds: boolean;
  /** One line, whatever a Radio Unit or an eNB wrote into it: what is wrong and what to do, or what is right. */
  readonly line: string;
  /** Of a failure that will not be over in a moment, whatever was just started: nobody needs to wait for that. */
  readonly isLasting?: true;
};

export function holds(line: string): Verdict {
  return { holds: true, line: escapeControls(line) };
}

export function fails(line: string): Verdict {
  return { holds: false, line: escapeControls(line) };
}

/** A failure that somebody has to do something about, or that takes minutes. */
export function failsLastingly(line: string): Verdict {
  return { ...fails(line), isLasting: true };
}

/** Several problems in one line: the first few, and how many more. */
export function inOneLine(problems: readonly string[]): string {
  const shown = problems.slice(0, maxShown).join("; ");
  const more = problems.length - maxShown;
  return more > 0 ? `${shown}; and ${more} more` : shown;
}

const maxShown = 3;

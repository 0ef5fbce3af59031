/** Issues as text: `site.yaml:12:9: shared "CELL1": ru.ru_ref: Radio Unit "RU9" does not exist; perhaps "RU1"`. */
import type { Issue, Place, Position } from "./issue.ts";
import { escapeControls, quote } from "./quote.ts";

/** One line: position if known, place, what is wrong, what is expected or perhaps meant. */
export function formatIssue(issue: Issue): string {
  const { severity, place, position } = issue;
  const parts = [
    position && formatPosition(position),
    severity === "warning" ? "warning" : undefined,
    formatPlace(place),
    formatWhat(issue),
  ];
  return escapeControls(parts.filter(Boolean).join(": "));
}

function formatWhat({ what, expected, guess }: Issue): string {
  const parts = [what, expected && `expected: ${expected}`, guess && `perhaps ${guess}`];
  return parts.filter(Boolean).join("; ");
}

/** `shared "CELL1": ru.ru_ref`; empty for the input as a whole. */
export function formatPlace({ shared, path }: Place): string {
  const parts = [shared === null ? "" : `shared ${quote(shared)}`, formatPath(path)];
  return parts.filter(Boolean).join(": ");
}

/** `configuration.mme_list."a b".mme_addr`, `sdr_dev_list[0]`. */
export function formatPath(path: Place["path"]): string {
  return path.map(formatStep).join("").replace(/^\./, "");
}

function formatStep(step: string | number): string {
  if (typeof step === "number") return `[${step}]`;
  return /^(--)?\w[\w-]*$/.test(step) ? `.${step}` : `.${quote(step)}`;
}

function formatPosition({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`;
}

/** How much of a long line is shown before and after the place. */
const around = 60;

/**
 * The line of the input that an issue is about, with a caret below the place; undefined where the position is
 * not known. Line and column count from 1, columns in UTF-16 units.
 */
export function formatSourceLine({ position }: Issue, source: string): string | undefined {
  if (position === undefined) return undefined;
  const line = source.split(/\r\n|\r|\n/, position.line)[position.line - 1];
  if (line === undefined) return undefined;
  const before = line.slice(Math.max(0, position.column - 1 - around), position.column - 1);
  const after = line.slice(position.column - 1, position.column - 1 + around);
  const shownBefore = makePrintable(before);
  return `    ${shownBefore}${makePrintable(after)}\n    ${" ".repeat(shownBefore.length)}^`;
}

/** One column a character, as far as a terminal goes along. */
function makePrintable(text: string): string {
  return escapeControls(text.replaceAll("\t", " "));
}

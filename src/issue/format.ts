/** Issues as text: `site.yaml:12:9: shared "CELL1": ru.ru_ref: Radio Unit "RU9" does not exist; perhaps "RU1"`. */
import { type Issue, type Place, type Position, sortByPosition } from "./issue.ts";
import { escapeControls, quote } from "./quote.ts";
import { isSecret, mayHoldSecret } from "./secret.ts";

/** Gives a text a colour, or gives it back. */
export type PaintIssue = (style: "red" | "yellow" | "dim", text: string) => string;

/**
 * Lines about all issues of one text: each with the line of the text that it is about, in the order of the text, then
 * how many there are. What has no position stands first.
 */
export function formatIssues(
  issues: readonly Issue[],
  source: string | undefined,
  paint: PaintIssue = (_style, text) => text,
): string[] {
  const lines = sortByPosition(issues).flatMap((issue) => {
    const excerpt =
      source === undefined || isSecret(issue.place) ? undefined : formatSourceLine(issue, source);
    const line = paint(issue.severity === "error" ? "red" : "yellow", formatIssue(issue));
    return excerpt === undefined ? [line] : [line, paint("dim", excerpt)];
  });
  return issues.length < 3 ? lines : [...lines, formatCounts(issues)];
}

/** `3 errors, 1 warning` */
function formatCounts(issues: readonly Issue[]): string {
  const count = (severity: Issue["severity"]) => issues.filter((issue) => issue.severity === severity).length;
  return (["error", "warning"] as const)
    .map((severity) => [count(severity), severity] as const)
    .filter(([number]) => number > 0)
    .map(([number, severity]) => `${number} ${severity}${number === 1 ? "" : "s"}`)
    .join(", ");
}

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
 * not known, and where that line may show a password. Line and column count from 1, columns in UTF-16 units.
 */
export function formatSourceLine({ position }: Issue, source: string): string | undefined {
  if (position === undefined) return undefined;
  const line = source.split(/\r\n|\r|\n/, position.line)[position.line - 1];
  if (line === undefined || mayHoldSecret(line)) return undefined;
  const before = line.slice(Math.max(0, position.column - 1 - around), position.column - 1);
  const after = line.slice(position.column - 1, position.column - 1 + around);
  const shownBefore = makePrintable(before);
  return `    ${shownBefore}${makePrintable(after)}\n    ${" ".repeat(shownBefore.length)}^`;
}

/** One column a character, as far as a terminal goes along. */
function makePrintable(text: string): string {
  return escapeControls(text.replaceAll("\t", " "));
}

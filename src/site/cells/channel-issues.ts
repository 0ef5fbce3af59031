/** What channel arithmetic refuses, as issues at a parameter of a cell. */
import { error, type Issue, placeInShared, warning } from "../../issue/issue.ts";
import type { Answer } from "../../radio/answer.ts";
import { formatMhz } from "../../radio/frequency.ts";

/** The value of an answer; where it was refused, undefined, and the issue is added to `issues`. */
export function accept<T>(
  answer: Answer<T>,
  issues: Issue[],
  reference: string,
  parameter: string,
): T | undefined {
  if (answer.ok) return answer.value;
  issues.push(error(placeInShared(reference, parameter), answer.what, answer.expected));
  return undefined;
}

/**
 * An error where the duplex mode of a cell is not that of its band; one-way bands go with fdd. NB-IoT cells have no
 * other mode (`isFixed`).
 */
export function checkDuplex(
  reference: string,
  rfMode: "fdd" | "tdd",
  band: string,
  duplex: string,
  isFixed = false,
): Issue[] {
  if ((rfMode === "tdd") === (duplex === "TDD")) return [];
  const mode = isFixed ? "" : `${duplex === "TDD" ? "tdd" : "fdd"}, or `;
  return [
    error(
      placeInShared(reference, "rf_mode"),
      `rf_mode is ${rfMode}, and ${band} is of ${duplex}`,
      `${mode}a channel in ${duplex === "TDD" ? "an FDD" : "a TDD"} band`,
    ),
  ];
}

/** A warning where a TDD pattern is given to a cell that has no use for it. */
export function checkUnusedPattern(
  reference: string,
  rfMode: "fdd" | "tdd",
  choice: object | undefined,
): Issue[] {
  if (rfMode === "tdd" || choice === undefined) return [];
  return [
    warning(
      placeInShared(reference, "tdd_ul_dl_config"),
      "has no meaning with rf_mode fdd",
      "rf_mode tdd, or none",
    ),
  ];
}

/** A warning where the carrier reaches beyond its band. Frequencies in kHz, `bandwidth` in MHz. */
export function checkOverhang(
  reference: string,
  parameter: string,
  { low, high, name }: { readonly low: number; readonly high: number; readonly name: string },
  centre: number,
  bandwidth: number,
): Issue[] {
  const half = Math.round(bandwidth * 500);
  if (low <= centre - half && centre + half <= high) return [];
  const [lowest, highest] = [low + half, high - half].map(formatMhz);
  const centres = lowest === highest ? lowest : `${lowest} to ${highest}`;
  return [
    warning(
      placeInShared(reference, parameter),
      `the carrier of ${bandwidth} MHz around ${formatMhz(centre)} MHz reaches beyond ${name}`,
      high - low < 2 * half
        ? `a bandwidth of at most ${formatMhz(high - low)} MHz`
        : `a centre of ${centres} MHz`,
    ),
  ];
}

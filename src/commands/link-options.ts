/** Options that `ors link` and `ors emulate` share. */

import { type Invocation, textOption } from "../console/command.ts";
import { error, type Issue, place } from "../issue/issue.ts";

export type Impairments = {
  /** Share of the frames that get lost, 0 to 1. */
  readonly loss: number;
  /** Milliseconds that each frame takes. */
  readonly delay: number;
};

export const longestDelay = 60_000; // ms
export const standardInterval = 10; // s
export const longestInterval = 86_400; // s

/** `--loss` in percent, with or without its sign, and `--delay` in ms. */
export function impairments(invocation: Invocation, issues: Issue[]): Impairments {
  const loss = numberOption(invocation, { name: "loss", unit: "%", highest: 100, standard: 0 }, issues);
  const delay = numberOption(
    invocation,
    { name: "delay", unit: "ms", highest: longestDelay, standard: 0 },
    issues,
  );
  return { loss: loss / 100, delay };
}

/** `--interval` in seconds, as milliseconds; 0 for none. */
export function countersInterval(invocation: Invocation, issues: Issue[]): number {
  const option = { name: "interval", unit: "s", highest: longestInterval, standard: standardInterval };
  return numberOption(invocation, option, issues) * 1000;
}

/** An option in seconds. */
export function secondsOption(
  invocation: Invocation,
  name: string,
  standard: number,
  issues: Issue[],
): number {
  return numberOption(invocation, { name, unit: "s", highest: longestInterval, standard }, issues);
}

type NumberOption = {
  readonly name: string;
  readonly unit: string;
  readonly highest: number;
  readonly standard: number;
};

function numberOption(invocation: Invocation, option: NumberOption, issues: Issue[]): number {
  const { name, unit, highest, standard } = option;
  const text = textOption(invocation, name);
  if (text === undefined) return standard;
  const digits = text.endsWith(unit) ? text.slice(0, -unit.length) : text;
  const value = /^\d+(\.\d+)?$/.test(digits) ? Number(digits) : Number.NaN;
  if (value >= 0 && value <= highest) return value;
  issues.push(error(place(), `--${name} ${text}`, `a number from 0 to ${highest} (${unit})`));
  return standard;
}

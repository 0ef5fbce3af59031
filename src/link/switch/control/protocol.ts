/**
 * What goes over the control socket. A message to the switch is a whole configuration, or a question that begins with
 * `? `. The answer is lines of JSON, cut into messages at any byte; its last line has `end`.
 */
import type { Issue } from "../../../issue/issue.ts";
import type { SwitchChange } from "../../../vlan/compare-configurations.ts";
import { maxConfigurationBytes } from "../../../vlan/limits.ts";

/** What can be asked; `changes` is followed by a line break and a configuration: what it would change. */
export const questions = [
  "picture",
  "ports",
  "vlans",
  "addresses",
  "counters",
  "configuration",
  "metrics",
  "changes",
] as const;
export type Question = (typeof questions)[number];

export const questionMark = "? ";

/** Bytes of the longest message to a switch: a configuration behind a question. */
export const maxRequestBytes = maxConfigurationBytes + 64;

/** Bytes of one message of an answer. */
export const maxAnswerMessageBytes = 65_536;
/** Bytes of a whole answer: a million addresses and what stands around each. */
export const maxAnswerBytes = 128 * 1024 * 1024;

/** How long a switch is given to answer. */
export const answerTimeoutMs = 30_000;

/** A line of an answer. */
export type AnswerLine =
  | { readonly row: unknown }
  | { readonly change: SwitchChange }
  | { readonly issue: Issue }
  | AnswerEnd;

export type AnswerEnd = {
  readonly end: true;
  /** False where a configuration was refused, or a question is not known; `issue` lines say why. */
  readonly ok: boolean;
  readonly generation: number;
};

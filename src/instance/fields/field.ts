/**
 * Builders of zod schemas for one value each. The error text of such a schema is what is expected; what is
 * wrong is told from the issue and the value (`issues.ts`).
 */
import * as z from "zod";
import type { Range } from "../limits.ts";

/** What a form shows beside a field. `unit` is told in the description too: forms do not know the keyword. */
export type FieldMeta = {
  readonly title: string;
  readonly description?: string;
  readonly unit?: string;
  readonly default?: unknown;
  /** The parameter is of the older form: another one says the same today. */
  readonly deprecated?: true;
  /** A form has room for several lines, or for what is too long for one. */
  readonly textarea?: true;
};

export function integer(range: Range, meta: FieldMeta) {
  return z
    .int(`an integer from ${range.min} to ${range.max}`)
    .min(range.min)
    .max(range.max)
    .meta(addUnit(meta));
}

/** A finite number. */
export function decimal(meta: FieldMeta) {
  return z.number("a number").meta(addUnit(meta));
}

/** One of a list of strings or numbers. */
export function choice<const T extends string | number>(choices: readonly T[], meta: FieldMeta) {
  return z.literal([...choices], formatChoices(choices)).meta(addUnit(meta));
}

export function flag(meta: FieldMeta) {
  return z.boolean("true or false").meta(addUnit(meta));
}

/** Any text. */
export function text(meta: FieldMeta) {
  return z.string("text; in quotes where it looks like a number").meta(addUnit(meta));
}

/** Text of a syntax, which `expected` tells in words. */
export function pattern(syntax: RegExp, expected: string, meta: FieldMeta) {
  return z.string(expected).regex(syntax).meta(addUnit(meta));
}

/** Text that a function judges; `form` is what a form shows of its syntax, short and perhaps a little wider. */
export function judgedText(
  isRight: (given: string) => boolean,
  form: RegExp,
  expected: string,
  meta: FieldMeta,
) {
  return z
    .string(expected)
    .refine(isRight, expected)
    .meta({ ...addUnit(meta), pattern: form.source });
}

/** An integer that requests of older releases have as text, too. */
export function integerOrText(range: Range, meta: FieldMeta) {
  const expected = `an integer from ${range.min} to ${range.max}`;
  const number = integer(range, { title: "Number" });
  const text = judgedText(
    (given) => /^(?:0|[1-9][0-9]*)$/.test(given) && number.safeParse(Number(given)).success,
    /^[0-9]+$/,
    expected,
    { title: "older form" },
  ).meta({ deprecated: true });
  return z.union([number, text], expected).transform(Number).meta(addUnit(meta));
}

/** `"fdd" or "tdd"`, `15, 30 or 60`. */
export function formatChoices(choices: readonly (string | number)[]): string {
  const shownChoices = choices.map((value) => JSON.stringify(value));
  const last = shownChoices.pop() ?? "";
  return shownChoices.length === 0 ? last : `${shownChoices.join(", ")} or ${last}`;
}

/** The description ends with the unit. */
export function addUnit(meta: FieldMeta): FieldMeta {
  if (meta.unit === undefined) return meta;
  const inUnit = `In ${meta.unit}.`;
  return { ...meta, description: meta.description === undefined ? inUnit : `${meta.description} ${inUnit}` };
}

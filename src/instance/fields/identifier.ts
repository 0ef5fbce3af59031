/** Identifiers: integers, or strings in hexadecimal with `0x` or in decimal; parsed they are numbers. */
import * as z from "zod";
import type { Range } from "../limits.ts";
import { addUnit, type FieldMeta } from "./field.ts";

/**
 * An identifier of so many bits; `bits` is a multiple of 4, so that a pattern says the limit in the JSON
 * schema as well. Up to 36 bits a number holds it exactly.
 */
export function identifier(bits: number, meta: FieldMeta) {
  const last = 2 ** bits - 1;
  const expected = `an integer from 0 to ${last}, or hexadecimal in quotes from "0x0" to "0x${last.toString(16)}"`;
  const number = z.int(expected).min(0).max(last).meta({ title: "As a number" });
  return z
    .union([identifierText(bits / 4, last, expected), number], expected)
    .transform(Number)
    .meta(addUnit(meta));
}

function identifierText(digits: number, last: number, expected: string) {
  const syntax = new RegExp(`^(?:0[xX]0*[0-9a-fA-F]{1,${digits}}|0|[1-9][0-9]*)$`);
  return z
    .string(expected)
    .superRefine((input, context) => {
      const tooBig = { code: "too_big", maximum: last, origin: "number", inclusive: true } as const;
      if (!syntax.test(input))
        context.addIssue({ code: "custom", input, message: explainZero(input) ?? expected });
      else if (Number(input) > last) context.addIssue({ ...tooBig, input, message: expected });
    })
    .meta({
      title: "As text",
      description: "In hexadecimal with 0x, or in decimal.",
      pattern: syntax.source,
    });
}

/** Some would read a leading zero as octal, so it has to be said what is meant. */
function explainZero(given: string): string | undefined {
  const [, rest] = /^0+([0-9]+)$/.exec(given) ?? [];
  return rest === undefined ? undefined : `"${rest}" in decimal, or "0x${rest}" in hexadecimal`;
}

/** A slice differentiator: the value that stands for none is not one (TS 23.003 §28.4.2). */
export function sliceDifferentiator(bits: number, none: number) {
  const meta = { title: "Slice differentiator" };
  return identifier(bits, meta)
    .refine((sd) => sd !== none, {
      error: "no sd: this value means that there is none",
      params: { what: "a reserved value" },
    })
    .meta({ ...meta, not: exceptValues([none]) });
}

/** A tracking area code, whose reserved values no network takes (TS 23.003 §19.4.2.3). */
export function trackingAreaCode(bits: number, { min, max }: Range) {
  const hexadecimal = `0x${min.toString(16)} to 0x${max.toString(16)}`;
  const reserved = [...countFrom(0, min), ...countFrom(max + 1, 2 ** bits)];
  return identifier(bits, { title: "Tracking area code" })
    .refine((tac) => min <= tac && tac <= max, {
      error: `${hexadecimal}, the others are reserved`,
      params: { what: "a reserved value" },
    })
    .meta({ title: "Tracking area code", description: `${hexadecimal}.`, not: exceptValues(reserved) });
}

/** What a JSON schema must say of values that a refinement refuses: it knows nothing of that. */
function exceptValues(values: readonly number[]) {
  const digits = values.map((value) =>
    value.toString(16).replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`),
  );
  const pattern = `^(?:0[xX]0*(?:${digits.join("|")})|${values.join("|")})$`;
  return { anyOf: [{ enum: values }, { type: "string", pattern }] };
}

function countFrom(first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, index) => first + index);
}

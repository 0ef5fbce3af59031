/** Identifiers: integers, or strings in hexadecimal with `0x`; parsed they are numbers. */
import * as z from "zod";
import type { Range } from "../limits.ts";
import { addUnit, type FieldMeta } from "./field.ts";

/**
 * An identifier of so many bits; `bits` is a multiple of 4, so that a pattern says the limit in the JSON
 * schema as well. Up to 36 bits a number holds it exactly.
 */
export function identifier(bits: number, meta: FieldMeta) {
  const digits = bits / 4;
  const last = 2 ** bits - 1;
  const expected = `an integer from 0 to ${last}, or hexadecimal in quotes from "0x0" to "0x${last.toString(16)}"`;
  const hexadecimal = new RegExp(`^0[xX]0*[0-9a-fA-F]{1,${digits}}$`);
  return z
    .union([z.int(expected).min(0).max(last), z.string(expected).regex(hexadecimal)], expected)
    .transform(Number)
    .meta(addUnit(meta));
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
  return { anyOf: [{ enum: values }, { type: "string", pattern: `^0[xX]0*(?:${digits.join("|")})$` }] };
}

function countFrom(first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, index) => first + index);
}

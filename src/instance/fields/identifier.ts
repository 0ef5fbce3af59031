/** Identifiers: integers, or strings in hexadecimal with `0x`; parsed they are numbers. */
import * as z from "zod";
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

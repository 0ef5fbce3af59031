/** A value in ASN.1 value notation (ITU-T X.680): a number or the identifier of a choice. */
import { formatNumber } from "./number.ts";

/** An identifier: X.680 §12.3. */
const identifier = /^[a-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$/;

/** Throws for anything else: no text comes from parameters. */
export function quoteAsn(value: string | number): string {
  if (typeof value === "number") return formatNumber(value);
  if (typeof value !== "string" || !identifier.test(value)) {
    throw new TypeError(`${String(value)} cannot be written as a value`);
  }
  return value;
}

/** Values as they were given, put into words. */
import { quote } from "../issue/quote.ts";

export function isDictionary(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `504`, `"fddd"`, `a list`: short, whatever the value holds. */
export function showValue(value: unknown): string {
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) return "a list";
  if (isDictionary(value)) return "a dictionary";
  return String(value);
}

/** Why a value of this type is wrong where another type is right: `"5" is text`, `missing`. */
export function describeType(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "empty";
  if (typeof value === "string") return `${quote(value)} is text`;
  if (typeof value === "number") return `${value} is a number`;
  if (typeof value === "boolean") return `${value} is not text, nor a number`;
  return `${showValue(value)} is given`;
}

/**
 * Values in Amarisoft's configuration format, which a C preprocessor and a YAML reader see as well: a string
 * is JSON, without a character or a pair of characters that one of the three would take for anything else.
 */
import { formatNumber } from "./number.ts";

export type CfgValue = string | number | boolean | readonly CfgValue[];

export function quoteCfg(value: CfgValue): string {
  if (typeof value === "string") return quoteString(value);
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map(quoteCfg).join(", ")}]`;
  throw new TypeError(`${String(value)} cannot be written as a value`);
}

/**
 * What JSON leaves as it is and another reader does not: DEL and C1 controls, line and paragraph separators,
 * the byte order mark and non-characters (YAML 1.2 §5.1 counts them as not printable), the second character
 * of `//` and `/*` (comments to a reader that looks no further) and of `??` (trigraphs, C17 §5.2.1.1).
 */
const ambiguous = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|(?<=\/)[/*]|(?<=\?)\?/g;

function quoteString(text: string): string {
  return JSON.stringify(text).replace(ambiguous, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Text of an XML 1.0 element or of an attribute in either kind of quotes. */
import { formatNumber } from "./number.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Not in the production Char (XML 1.0 §2.2): no escape can stand for them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const impossible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

/** Throws a RangeError for text with a character that XML cannot hold. */
export function quoteXml(value: string | number): string {
  if (typeof value === "number") return formatNumber(value);
  if (typeof value !== "string") throw new TypeError(`${String(value)} cannot be written as text`);
  if (impossible.test(value)) throw new RangeError("a character that XML cannot hold");
  return value
    .replace(/[&<>"']/g, (character) => entities[character] ?? character)
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * A value in a dnsmasq configuration file. In double quotes a comma, a number sign and outer blanks mean
 * nothing, and `\\`, `\"`, `\n`, `\t` are understood (dnsmasq's option.c, read_file).
 */
import { formatNumber } from "./number.ts";

/** dnsmasq reads lines into a buffer of this size and takes the rest of a longer one for another line. */
export const dnsmasqLineBytes = 1024;

const plain = /^[A-Za-z0-9._:/@-]+$/;
const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t" };

export function quoteDnsmasq(value: string | number): string {
  if (typeof value === "number") return formatNumber(value);
  if (typeof value !== "string") throw new TypeError(`${String(value)} cannot be written as a value`);
  if (!canDnsmasqHold(value)) throw new RangeError("a character that dnsmasq cannot hold");
  if (plain.test(value)) return value;
  return `"${value.replace(/[\\"\n\t]/g, (character) => escapes[character] ?? character)}"`;
}

/**
 * Whether dnsmasq reads the value back as it is: it hides what quotes protect behind control characters of its
 * own, so a value can have none but line feed and tab.
 */
export function canDnsmasqHold(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return !/[\u0000-\u0008\u000b-\u001f\u007f]/.test(value);
}

/** Whether dnsmasq reads a line as one. */
export function canBeDnsmasqLine(line: string): boolean {
  return new TextEncoder().encode(line).length < dnsmasqLineBytes;
}

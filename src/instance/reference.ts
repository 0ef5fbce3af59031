/** References of shared instances: how names of files and sections carry them, and their order. */

const plain = /^[A-Za-z0-9.-]$/;
const allPlain = /^[A-Za-z0-9.-]*$/;
const ascii = /^[\0-\x7f]*$/;
const encoder = new TextEncoder();

/**
 * A reference, or a whole file name made of one, as file names carry it: of its UTF-8 bytes, letters, digits,
 * `.` and `-` stay, `_` is doubled, any other is `_` and two lower-case hex digits. Reversible for every
 * well-formed text.
 */
export function encodeReference(reference: string): string {
  if (allPlain.test(reference)) return reference;
  let encoded = "";
  for (const byte of encoder.encode(reference)) {
    const character = String.fromCharCode(byte);
    if (plain.test(character)) encoded += character;
    else if (character === "_") encoded += "__";
    else encoded += `_${byte.toString(16).padStart(2, "0")}`;
  }
  return encoded;
}

/** Bytes that a reference or file name takes in UTF-8. */
export function countUtf8Bytes(text: string): number {
  return ascii.test(text) ? text.length : encoder.encode(text).length;
}

/** The order wherever a file lists things: lower-cased, by code points; ties by the reference itself. */
export function compareReferences(a: string, b: string): number {
  return compareCodePoints(a.toLowerCase(), b.toLowerCase()) || compareCodePoints(a, b);
}

/** UTF-16 units order code points above U+FFFF before U+E000 to U+FFFF; code points do not. */
export function compareCodePoints(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at++) {
    const difference = getRank(a.charCodeAt(at)) - getRank(b.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Surrogates after all other units. */
function getRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Quoting for the two languages that a partition's own files are written in. */

/** A word of sh(1): nothing in it is expanded. */
export function quoteShellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A string literal of Python 2 and 3: JSON's escapes are Python's too, and what is not ASCII is escaped. */
export function quotePythonString(text: string): string {
  const escaped = JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return joinSurrogates(escaped);
}

/** Python reads a pair of \u escapes as two characters: one beyond the BMP is written \U. */
function joinSurrogates(escaped: string): string {
  return escaped.replace(/\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/g, (_, high: string, low: string) => {
    const codePoint =
      0x10000 + ((Number.parseInt(high, 16) - 0xd800) << 10) + (Number.parseInt(low, 16) - 0xdc00);
    return `\\U${codePoint.toString(16).padStart(8, "0")}`;
  });
}

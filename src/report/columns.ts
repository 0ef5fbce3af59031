/** Text in columns for a person. */

/** Rows as lines: every column but the last of a row as wide as its widest cell, two spaces between. */
export function formatColumns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, getWidth(cell));
  }
  const pad = (cell: string, at: number) => cell + " ".repeat((widths[at] ?? 0) - getWidth(cell));
  return rows.map((row) => row.map(pad).join("  ").trimEnd());
}

/** Columns that a terminal takes: wide characters (Unicode TR 11) take two, combining ones and colours none. */
export function getWidth(text: string): number {
  if (printableAscii.test(text)) return text.length;
  let width = 0;
  for (const character of text.replace(colour, "")) {
    if (!combining.test(character)) width += wide.test(character) ? 2 : 1;
  }
  return width;
}

const printableAscii = /^[ -~]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with the escape character
const colour = /\u001b\[\d+m/g;
const combining = /\p{Mn}|\p{Me}|\p{Cf}/u;
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Text from outside, made safe to print: it cannot move the cursor, break the line or turn its direction. */

/** Longer text is cut here, in characters. */
const most = 100;

/** In double quotes, escaped as in JSON; long text is cut and ends with `…`. */
export function quote(text: string): string {
  const characters = text.length > most ? [...text] : [];
  const shortened = characters.length > most ? `${characters.slice(0, most).join("")}…` : text;
  return `"${escapeControls(shortened.replace(/["\\]/g, "\\$&"))}"`;
}

/**
 * Control characters, line separators, marks of writing direction and halves of surrogate pairs as `\n` or
 * `\u001b`; all else as it is.
 */
export function escapeControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu, escapeCharacter);
}

function escapeCharacter(character: string): string {
  const short = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[character];
  return short ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

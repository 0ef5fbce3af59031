/** References in messages. */
import { quote } from "../issue/quote.ts";

/** So many references are named, and of the rest the number. */
const most = 8;

/** `"A", "B", "C"`, `"A", … and 12 more` */
export function formatReferences(references: readonly string[]): string {
  const named = references.slice(0, most).map(quote).join(", ");
  const more = references.length - most;
  return more > 0 ? `${named} and ${more} more` : named;
}

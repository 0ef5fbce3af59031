/** Names of subtaps: `<slaptap>-<number>`, the number from 1 to 1023 without leading zeros. */
import { isInterfaceName } from "./interface-name.ts";
import { maxSubtaps } from "./limits.ts";

/** Whether a name can be that of a subtap of some slaptap. */
export function isSubtapName(name: string): boolean {
  return isInterfaceName(name) && parseParentName(name) !== null;
}

/** The number of a subtap of this slaptap; null for any other name. */
export function parseSubtapNumber(slaptap: string, name: string): number | null {
  if (!name.startsWith(`${slaptap}-`)) return null;
  return parseNumber(name.slice(slaptap.length + 1));
}

/** The name before the number, where a name has the form of a subtap itself. */
export function parseParentName(name: string): string | null {
  const dash = name.lastIndexOf("-");
  return dash > 0 && parseNumber(name.slice(dash + 1)) !== null ? name.slice(0, dash) : null;
}

function parseNumber(text: string): number | null {
  const number = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= maxSubtaps ? number : null;
}

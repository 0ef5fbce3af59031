/** How a program gets file capabilities on a node: by the administrator's script, or by setcap(8). */
import { statSync } from "node:fs";

/** The script of the node's administrator, allowed in sudoers. */
export const setcapScript = "/opt/amarisoft/setcap";

/**
 * The line to type for a program.
 *
 * @param capabilities as cap_from_text(3) takes them; the script knows what each program gets
 */
export function formatSetcapCommand(
  path: string,
  capabilities = "cap_net_admin+ep",
  hasScript = hasSetcapScript(),
): string {
  return hasScript ? `\`sudo -n ${setcapScript} ${path}\`` : `as root, \`setcap ${capabilities} ${path}\``;
}

export function hasSetcapScript(): boolean {
  return statSync(setcapScript, { throwIfNoEntry: false }) !== undefined;
}

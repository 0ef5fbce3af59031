/** Whose a link is: rules on owner and kind that decide whether it may be touched. */

import { parseSubtapNumber } from "../net/subtap-name.ts";
import type { LinkMessage } from "../netlink/messages/link.ts";
import type { NamedLink } from "./snapshot.ts";

/** ARPHRD_ETHER. Its owner can change it while it is down, and other types give the host addresses and routes. */
export const ethernet = 1;

/** Null for a persistent TAP of this user and nobody else; else why a link under this name is not the user's to change. */
export function explainNotOwn({ name, link }: NamedLink, user: number): string | null {
  if (name !== link.name) return "is another name of an interface";
  if (link.tun?.mode !== "tap") return "is not a TAP";
  if (link.tun.owner === null) return "has no owner";
  if (link.tun.owner !== user) return "has another owner";
  if (link.tun.group !== null) return "is open to a group";
  if (link.deviceType !== ethernet) return "has a link type other than Ethernet";
  return link.tun.persist ? null : "is not persistent";
}

/** Whether a link is the user's subtap of this slaptap. */
export function isOwnSubtap(slaptap: string, link: LinkMessage | undefined, user: number): boolean {
  if (link === undefined || link.name === null || parseSubtapNumber(slaptap, link.name) === null)
    return false;
  return explainNotOwn({ name: link.name, link }, user) === null;
}

/** Links in the mirror, and what stands and falls with them. */
import { parseSubtapNumber } from "../../net/subtap-name.ts";
import type { LinkMessage } from "../../netlink/messages/link.ts";
import { interfaceFlag, messageType } from "../../netlink/messages/numbers.ts";
import { minIpv6Mtu } from "../reconcile/comparison.ts";
import { type Mirror, makeIncompleteError } from "./mirror-index.ts";

/** rtnetlink reports bridge ports as links of this family, too: they are not the links themselves. */
const unspecifiedFamily = 0;

/**
 * Takes a link in; true where it is near and something of it changed.
 *
 * @throws NetlinkError `lost` where a link came near by another name: what stands on it was not kept
 */
export function takeLink(mirror: Mirror, message: LinkMessage): boolean {
  const link = dropLostIpv6(message);
  if (link.family !== unspecifiedFamily) return false;
  if (link.header.type === messageType.DELLINK) return deleteLink(mirror, link.index);
  const { links, near, slaptap } = mirror;
  const wasNear = near.has(link.index);
  const known = links.get(link.index);
  links.set(link.index, link);
  if (!isNearLink(slaptap, link)) {
    near.delete(link.index);
    return wasNear;
  }
  near.add(link.index);
  if (known !== undefined && !wasNear) throw makeIncompleteError(`${known.name} became ${link.name}`);
  // The kernel drops its routes, and with skip_notify_on_dev_down it does not say so.
  if ((link.flags & interfaceFlag.UP) === 0) deleteRoutesOf(mirror, link.index);
  return known === undefined || !isSameLink(known, link);
}

/** The message about an MTU comes before IPv6 goes for want of it. */
function dropLostIpv6(link: LinkMessage): LinkMessage {
  return link.mtu !== null && link.mtu < minIpv6Mtu ? { ...link, ipv6: null } : link;
}

function deleteLink(mirror: Mirror, index: number): boolean {
  mirror.links.delete(index);
  if (!mirror.near.delete(index)) return false;
  deleteRoutesOf(mirror, index);
  for (const [key, address] of mirror.addresses) if (address.index === index) mirror.addresses.delete(key);
  return true;
}

function deleteRoutesOf({ routes }: Mirror, index: number): void {
  for (const [key, route] of routes) if (route.output === index) routes.delete(key);
}

function isNearLink(slaptap: string | null, { name, altnames }: LinkMessage): boolean {
  if (slaptap === null || name === null) return false;
  if (name === slaptap || parseSubtapNumber(slaptap, name) !== null) return true;
  return altnames.some((altname) => parseSubtapNumber(slaptap, altname) !== null);
}

/** Whether nothing changed that a plan is compared with. */
function isSameLink(a: LinkMessage, b: LinkMessage): boolean {
  return (
    a.name === b.name &&
    ((a.flags ^ b.flags) & interfaceFlag.UP) === 0 &&
    a.mtu === b.mtu &&
    a.group === b.group &&
    a.altnames.join() === b.altnames.join() &&
    JSON.stringify([a.tun, a.ipv6]) === JSON.stringify([b.tun, b.ipv6])
  );
}

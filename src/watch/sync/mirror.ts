/**
 * The watch's copy of the kernel state, as far as one plan needs it, kept up to date by messages: all links, and of
 * addresses and routes those of the slaptap, of its subtaps, and of whatever stands in its range.
 */
import { family } from "../../net/address-family.ts";
import type { AddressMessage } from "../../netlink/messages/address.ts";
import { readU16 } from "../../netlink/messages/bytes.ts";
import { headerSize } from "../../netlink/messages/header.ts";
import type { Message } from "../../netlink/messages/message.ts";
import { messageType, scope, table } from "../../netlink/messages/numbers.ts";
import type { KernelState } from "../../tap/kernel-state.ts";
import { type Mirror, makeIncompleteError, maxMirrored } from "./mirror-index.ts";
import { takeLink } from "./mirror-link.ts";
import { takeRoute } from "./mirror-route.ts";

/**
 * Takes a message in; true where it is about something that the plan is compared with.
 *
 * @throws NetlinkError `lost` where the message does not say all that it changes, or there is too much to keep
 */
export function takeMessage(mirror: Mirror, message: Message): boolean {
  const matters = takeByKind(mirror, message);
  const { links, addresses, routes } = mirror;
  if (links.size + addresses.size + routes.size > maxMirrored) {
    throw makeIncompleteError(`more than ${maxMirrored} links, addresses and routes`);
  }
  return matters;
}

function takeByKind(mirror: Mirror, message: Message): boolean {
  switch (message.kind) {
    case "link":
      return takeLink(mirror, message);
    case "address":
      return takeAddress(mirror, message);
    case "route":
      return takeRoute(mirror, message);
    default:
      return false;
  }
}

function takeAddress({ addresses, near }: Mirror, address: AddressMessage): boolean {
  if (address.family !== family.IPV6 || !near.has(address.index)) return false;
  if (address.scope === scope.LINK || address.scope === scope.HOST) return false;
  const key = `${address.index} ${address.local}/${address.prefixLength}`;
  if (address.header.type === messageType.DELADDR) return addresses.delete(key);
  const known = addresses.get(key);
  addresses.set(key, address);
  return known === undefined || known.address !== address.address;
}

/** Whether a message may matter, by its first bytes: most of a flood need not be decoded. */
export function mayMatter({ near }: Mirror, bytes: Buffer, start: number): boolean {
  const body = start + headerSize;
  switch (readU16(bytes, start + 4)) {
    case messageType.NEWLINK:
    case messageType.DELLINK:
      return true;
    case messageType.NEWADDR:
    case messageType.DELADDR:
      return bytes[body] === family.IPV6 && near.has(bytes.readUInt32LE(body + 4));
    case messageType.NEWROUTE:
    case messageType.DELROUTE:
      return bytes[body] === family.IPV6 && bytes[body + 4] === table.MAIN;
    default:
      return false;
  }
}

/**
 * The mirror as the kernel's state.
 *
 * @param user who asks for changes
 */
export function getKernelState({ links, addresses, routes }: Mirror, user: number): KernelState {
  return {
    user,
    links: [...links.values()],
    addresses: [...addresses.values()],
    routes: [...routes.values()],
  };
}

/** The name of the link with an index, for messages. */
export function findLinkName({ links }: Mirror, index: number): string | undefined {
  return links.get(index)?.name ?? undefined;
}

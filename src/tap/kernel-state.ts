/** What the kernel has: links, IPv6 addresses and the IPv6 routes of table main, as rtnetlink(7) has them. */

import { connectKernel, dumpAll, type Question } from "../netlink/dump.ts";
import type { AddressMessage } from "../netlink/messages/address.ts";
import type { LinkMessage } from "../netlink/messages/link.ts";
import type { Message } from "../netlink/messages/message.ts";
import { group } from "../netlink/messages/numbers.ts";
import { addressRequest, linkRequest, routeRequest } from "../netlink/messages/request.ts";
import type { RouteMessage } from "../netlink/messages/route.ts";
import { closeNetlink, openNetlink } from "../netlink/socket.ts";
import { openWitness } from "../netlink/witness.ts";

export type KernelState = {
  /** The user who reads it. */
  readonly user: number;
  readonly links: readonly LinkMessage[];
  readonly addresses: readonly AddressMessage[];
  readonly routes: readonly RouteMessage[];
};

/** Links first: whose the addresses and routes are depends on them. */
export const stateQuestions: readonly Question[] = [
  { request: linkRequest, what: "links" },
  { request: addressRequest, what: "IPv6 addresses" },
  { request: routeRequest, what: "IPv6 routes" },
];

/**
 * Reads the state of this network namespace; needs no privilege.
 *
 * @throws NetlinkError where the kernel does not answer, LibcError where it gives no socket
 */
export function readKernelState(): KernelState {
  const witness = openWitness([group.LINK, group.IPV6_IFADDR, group.IPV6_ROUTE]);
  const netlink = openNetlink();
  try {
    const messages = dumpAll(connectKernel(netlink), witness, stateQuestions);
    return {
      user: process.getuid?.() ?? 0,
      links: messages.filter(isLink),
      addresses: messages.filter(isAddress),
      routes: messages.filter(isRoute),
    };
  } finally {
    closeNetlink(netlink);
    witness.close();
  }
}

function isLink(message: Message): message is LinkMessage {
  return message.kind === "link";
}

function isAddress(message: Message): message is AddressMessage {
  return message.kind === "address";
}

function isRoute(message: Message): message is RouteMessage {
  return message.kind === "route";
}

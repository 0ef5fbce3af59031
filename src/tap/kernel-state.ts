/** What the kernel has: links, IPv6 addresses and the IPv6 routes of table main, as rtnetlink(7) has them. */

import { family } from "../net/address-family.ts";
import { connectKernel, dump } from "../netlink/dump.ts";
import type { AddressMessage } from "../netlink/messages/address.ts";
import type { LinkMessage } from "../netlink/messages/link.ts";
import type { Message } from "../netlink/messages/message.ts";
import { table } from "../netlink/messages/numbers.ts";
import { askAddresses, askLinks, askRoutes } from "../netlink/messages/request.ts";
import type { RouteMessage } from "../netlink/messages/route.ts";
import { closeNetlink, openNetlink } from "../netlink/socket.ts";

export type KernelState = {
  /** The user who reads it. */
  readonly user: number;
  readonly links: readonly LinkMessage[];
  readonly addresses: readonly AddressMessage[];
  readonly routes: readonly RouteMessage[];
};

/**
 * Reads the state of this network namespace; needs no privilege.
 *
 * @throws NetlinkError where the kernel does not answer, LibcError where it gives no socket
 */
export function readKernelState(): KernelState {
  const netlink = openNetlink();
  try {
    const kernel = connectKernel(netlink);
    const links = dump(kernel, askLinks(), "links");
    const addresses = dump(kernel, askAddresses(family.IPV6), "IPv6 addresses");
    const routes = dump(kernel, askRoutes(family.IPV6, table.MAIN), "IPv6 routes");
    return {
      user: process.getuid?.() ?? 0,
      links: links.filter(isLink),
      addresses: addresses.filter(isAddress),
      routes: routes.filter(isRoute),
    };
  } finally {
    closeNetlink(netlink);
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

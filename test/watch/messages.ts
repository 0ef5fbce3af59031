/** Messages of the kernel as a test makes them, for a slaptap with two subtaps. */

import type { AddressMessage } from "../../src/netlink/messages/address.ts";
import type { LinkMessage } from "../../src/netlink/messages/link.ts";
import {
  addressFlag,
  messageFlag,
  messageType,
  protocol,
  routeType,
} from "../../src/netlink/messages/numbers.ts";
import type { RouteMessage } from "../../src/netlink/messages/route.ts";
import { type PlanJson, restorePlan } from "../../src/plan/plan-json.ts";
import { askAddresses, askLinks, askRoutes } from "../netlink/blank-messages.ts";

export const owner = 65533;

/** 2401:5180:0:66:a200::/71 split for two Radio Units. */
export const planJson: PlanJson = {
  slaptap: "slaptap16",
  range: "2401:5180:0:66:a200::/71",
  taps: [1, 2].map((number) => ({
    name: `slaptap16-${number}`,
    ru: `RU${number}`,
    network: `${part(number)}/73`,
    gateway: `${part(number)}1`,
    addr: last(number),
  })),
};

export const plan = restorePlan(planJson);

function part(number: number): string {
  return number === 1 ? "2401:5180:0:66:a280::" : "2401:5180:0:66:a300::";
}

function last(number: number): string {
  return number === 1 ? "2401:5180:0:66:a2ff:ffff:ffff:ffff" : "2401:5180:0:66:a37f:ffff:ffff:ffff";
}

const up = 0x1;

/** A link as the kernel tells of it; a TAP of the owner, up, unless something else is said. */
export function link(index: number, name: string, given: Partial<LinkMessage> = {}): LinkMessage {
  return {
    ...askLinks(),
    header: event(messageType.NEWLINK),
    index,
    name,
    deviceType: 1,
    flags: up,
    mtu: 1500,
    group: 0,
    type: "tun",
    tun: {
      owner,
      group: null,
      mode: "tap",
      persist: true,
      packetInformation: false,
      vnetHdr: false,
      multiQueue: false,
    },
    ipv6: { acceptRa: 0, acceptRedirects: 0, autoconf: 0 },
    extMask: null,
    ...given,
  };
}

export function address(index: number, local: string, prefixLength: number): AddressMessage {
  return {
    ...askAddresses(10),
    header: event(messageType.NEWADDR),
    index,
    local,
    address: local,
    prefixLength,
    flags: addressFlag.PERMANENT,
  };
}

export function route(output: number, to: string, given: Partial<RouteMessage> = {}): RouteMessage {
  const [destination = "", length = "128"] = to.split("/");
  return {
    ...askRoutes(10, 254),
    header: event(messageType.NEWROUTE),
    destination,
    prefixLength: Number(length),
    output,
    protocol: protocol.STATIC,
    type: routeType.UNICAST,
    metric: 1024,
    ...given,
  };
}

/** The same message, saying that what it is about is gone. */
export function gone<M extends LinkMessage | AddressMessage | RouteMessage>(message: M): M {
  return { ...message, header: event(message.header.type + 1) };
}

function event(type: number) {
  return { type, flags: 0, sequence: 0, port: 0 };
}

/** The same message as an answer to a dump. */
export function dumped<M extends { readonly header: LinkMessage["header"] }>(message: M): M {
  return { ...message, header: { ...message.header, flags: messageFlag.MULTI } };
}

/** Everything as planned: the slaptap is link 2, its subtaps are 3 and 4. */
export function whole(): (LinkMessage | AddressMessage | RouteMessage)[] {
  const range = planJson.range ?? "";
  const slaptapGateway = "2401:5180:0:66:a200::1";
  return [
    link(2, "slaptap16"),
    address(2, "2401:5180:0:66:a3ff:ffff:ffff:ffff", 71),
    route(2, slaptapGateway),
    route(2, range, { gateway: slaptapGateway }),
    ...planJson.taps.flatMap((tap, i) => [
      link(3 + i, tap.name),
      address(3 + i, tap.addr, 73),
      route(3 + i, tap.gateway),
      route(3 + i, tap.network, { gateway: tap.gateway }),
    ]),
  ];
}

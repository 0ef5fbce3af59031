/** A kernel state that fits a plan, as messages, to be bent by the tests. */

import { family } from "../../src/net/address-family.ts";
import type { AddressMessage } from "../../src/netlink/messages/address.ts";
import type { LinkMessage } from "../../src/netlink/messages/link.ts";
import { messageType, protocol, routeType, table } from "../../src/netlink/messages/numbers.ts";
import type { RouteMessage } from "../../src/netlink/messages/route.ts";
import { formatPlan, restorePlan } from "../../src/plan/plan-json.ts";
import type { TapPlan } from "../../src/plan/tap-plan.ts";
import type { KernelState } from "../../src/tap/kernel-state.ts";
import { askAddresses, askLinks, askRoutes } from "../netlink/blank-messages.ts";

export const user = 65533;

/** The plan of the examples for a number of Radio Units, 2 to 3. */
export function examplePlan(count = 2): TapPlan {
  const parts = ["a280", "a300", "a380"].slice(0, count);
  return restorePlan({
    slaptap: "slaptap16",
    range: "2401:5180:0:66:a200::/71",
    taps: parts.map((part, index) => ({
      name: `slaptap16-${index + 1}`,
      ru: `RU${index + 1}`,
      network: `2401:5180:0:66:${part}::/73`,
      gateway: `2401:5180:0:66:${part}::1`,
      addr: `2401:5180:0:66:${part.replace(/0$/, "f").replace(/8f$/, "ff").replace(/0f$/, "7f")}:ffff:ffff:ffff`,
    })),
  });
}

const header = (type: number) => ({ type, flags: 0, sequence: 0, port: 0 });

export function tapLink(index: number, name: string, change: Partial<LinkMessage> = {}): LinkMessage {
  return {
    ...askLinks(),
    header: header(messageType.NEWLINK),
    extMask: null,
    deviceType: 1,
    index,
    name,
    flags: 0x1003,
    mtu: 1500,
    group: 0,
    type: "tun",
    tun: {
      owner: user,
      group: null,
      mode: "tap",
      persist: true,
      packetInformation: false,
      vnetHdr: false,
      multiQueue: false,
    },
    ipv6: { acceptRa: 0, acceptRedirects: 0, autoconf: 0 },
    ...change,
  };
}

export function address(index: number, text: string, change: Partial<AddressMessage> = {}): AddressMessage {
  const [local = "", prefixLength] = text.split("/");
  return {
    ...askAddresses(family.IPV6),
    header: header(messageType.NEWADDR),
    index,
    local,
    address: local,
    prefixLength: Number(prefixLength),
    ...change,
  };
}

export function route(
  output: number,
  text: string,
  gateway: string | null = null,
  change: Partial<RouteMessage> = {},
): RouteMessage {
  const [destination = "", prefixLength] = text.split("/");
  return {
    ...askRoutes(family.IPV6, table.MAIN),
    header: header(messageType.NEWROUTE),
    destination,
    prefixLength: Number(prefixLength),
    output,
    gateway,
    metric: 1024,
    protocol: protocol.BOOT,
    type: routeType.UNICAST,
    ...change,
  };
}

/** Link 10 is the slaptap, link 11 the first subtap, and so on. */
export function fittingState(plan: TapPlan): KernelState {
  const json = formatPlan(plan);
  const subtaps = json.taps
    .filter(({ name }) => name !== plan.slaptap)
    .map((tap, index) => ({ ...tap, index: 11 + index }));
  const range = json.range ?? "";
  const rangeGateway = `${range.split("/")[0]}1`;
  return {
    user,
    links: [tapLink(10, plan.slaptap ?? ""), ...subtaps.map(({ index, name }) => tapLink(index, name))],
    addresses: subtaps.map(({ index, addr, network }) => address(index, `${addr}/${network.split("/")[1]}`)),
    routes: [
      route(10, `${rangeGateway}/128`),
      route(10, range, rangeGateway),
      ...subtaps.flatMap(({ index, gateway, network }) => [
        route(index, `${gateway}/128`),
        route(index, network, gateway, { protocol: protocol.STATIC }),
      ]),
    ],
  };
}

/** The state with one link changed. */
export function withLink(state: KernelState, name: string, change: Partial<LinkMessage>): KernelState {
  return { ...state, links: state.links.map((link) => (link.name === name ? { ...link, ...change } : link)) };
}

export function withoutLink(state: KernelState, name: string): KernelState {
  const gone = state.links.find((link) => link.name === name)?.index;
  return {
    ...state,
    links: state.links.filter(({ index }) => index !== gone),
    addresses: state.addresses.filter(({ index }) => index !== gone),
    routes: state.routes.filter(({ output }) => output !== gone),
  };
}

export function withRoutes(state: KernelState, ...routes: readonly RouteMessage[]): KernelState {
  return { ...state, routes: [...state.routes, ...routes] };
}

export function withAddresses(state: KernelState, ...addresses: readonly AddressMessage[]): KernelState {
  return { ...state, addresses: [...state.addresses, ...addresses] };
}

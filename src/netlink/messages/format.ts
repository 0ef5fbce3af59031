/** One line a message, much as `ip monitor` prints it. */

import { family } from "../../net/address-family.ts";
import type { DoneMessage, ErrorMessage } from "./ack.ts";
import type { AddressMessage } from "./address.ts";
import type { LinkMessage } from "./link.ts";
import type { Message } from "./message.ts";
import {
  addressFlag,
  interfaceFlag,
  messageType,
  operstates,
  protocol,
  routeType,
  scope,
  table,
} from "./numbers.ts";
import type { NextHop, RouteMessage } from "./route.ts";

/**
 * The message as one line, without its newline. Control characters of names are shown escaped.
 *
 * @param nameOf the name of a link by its index, as far as it is known
 */
export function formatMessage(
  message: Message,
  nameOf: (index: number) => string | undefined = () => undefined,
): string {
  const name = (index: number) => nameOf(index) ?? `if${index}`;
  switch (message.kind) {
    case "link":
      return oneLine(formatLink(message, name));
    case "address":
      return oneLine(formatAddress(message, name));
    case "route":
      return oneLine(formatRoute(message, name));
    case "error":
    case "done":
      return oneLine(formatAck(message));
    case "other":
      return `message of type ${message.header.type}`;
  }
}

type NameOf = (index: number) => string;

function formatLink(link: LinkMessage, nameOf: NameOf): string {
  const words = [`${link.index}: ${link.name ?? nameOf(link.index)}: <${linkFlags(link)}>`];
  if (link.mtu !== null) words.push(`mtu ${link.mtu}`);
  if (link.master !== null) words.push(`master ${nameOf(link.master)}`);
  if (link.operstate !== null) words.push(`state ${operstates[link.operstate] ?? link.operstate}`);
  if (link.group !== null) words.push(`group ${link.group === 0 ? "default" : link.group}`);
  if (link.mac !== null)
    words.push(`${deviceTypes.get(link.deviceType) ?? `link/${link.deviceType}`} ${link.mac}`);
  if (link.type !== null) words.push(link.type);
  if (link.tun !== null) words.push(tunWords(link.tun));
  for (const altname of link.altnames) words.push(`altname ${altname}`);
  return marked(link, messageType.DELLINK, messageType.GETLINK, words);
}

function tunWords(tun: NonNullable<LinkMessage["tun"]>): string {
  const words = [`type ${tun.mode ?? "unknown"}`];
  if (tun.packetInformation) words.push("pi");
  if (tun.vnetHdr) words.push("vnet_hdr");
  if (tun.multiQueue) words.push("multi_queue");
  words.push(tun.persist ? "persist on" : "persist off");
  if (tun.owner !== null) words.push(`user ${tun.owner}`);
  if (tun.group !== null) words.push(`group ${tun.group}`);
  return words.join(" ");
}

function formatAddress(message: AddressMessage, nameOf: NameOf): string {
  const peer =
    message.address !== message.local && message.address !== null ? ` peer ${message.address}` : "";
  const words = [
    `${message.index}: ${nameOf(message.index)}`,
    families.get(message.family) ?? `family ${message.family}`,
    `${message.local ?? "?"}${peer}/${message.prefixLength}`,
    `scope ${scopes.get(message.scope) ?? message.scope}`,
  ];
  if ((message.flags & addressFlag.PERMANENT) === 0) words.push("dynamic");
  for (const [bit, word] of addressFlags) if ((message.flags & bit) !== 0) words.push(word);
  if (message.protocol !== null && message.protocol !== 0) {
    words.push(`proto ${addressProtocols.get(message.protocol) ?? message.protocol}`);
  }
  if (message.label !== null) words.push(message.label);
  return marked(message, messageType.DELADDR, messageType.GETADDR, words);
}

function formatRoute(route: RouteMessage, nameOf: NameOf): string {
  const words: string[] = [];
  if (route.type !== routeType.UNICAST) words.push(routeTypes.get(route.type) ?? `type ${route.type}`);
  words.push(destinationText(route));
  if (route.source !== null) words.push(`from ${route.source}/${route.sourceLength}`);
  if (route.nextHopId !== null) words.push(`nhid ${route.nextHopId}`);
  if (route.gateway !== null) words.push(`via ${route.gateway}`);
  if (route.output !== null) words.push(`dev ${nameOf(route.output)}`);
  if (route.table !== table.MAIN) words.push(`table ${route.table === table.LOCAL ? "local" : route.table}`);
  words.push(`proto ${protocols.get(route.protocol) ?? route.protocol}`);
  if (route.preferredSource !== null) words.push(`src ${route.preferredSource}`);
  if (route.metric !== null) words.push(`metric ${route.metric}`);
  if (route.expires) words.push(`expires ${Math.floor(route.expires / 100)}sec`);
  if (route.preference !== null) words.push(`pref ${preferences.get(route.preference) ?? route.preference}`);
  for (const hop of route.nextHops) words.push(nextHopText(hop, nameOf));
  return marked(route, messageType.DELROUTE, messageType.GETROUTE, words);
}

function destinationText(route: RouteMessage): string {
  if (route.prefixLength === 0) return "default";
  const host = route.family === family.IPV6 ? 128 : 32;
  return route.prefixLength === host ? route.destination : `${route.destination}/${route.prefixLength}`;
}

function nextHopText(hop: NextHop, nameOf: NameOf): string {
  const via = hop.gateway === null ? "" : ` via ${hop.gateway}`;
  return `nexthop${via} dev ${nameOf(hop.output)} weight ${hop.weight}`;
}

function formatAck(message: ErrorMessage | DoneMessage): string {
  const what = message.kind === "done" ? "end of dump" : `answer to message ${message.request.sequence}`;
  const result = message.code === 0 ? "done" : `error ${message.code}`;
  const text = message.text === null ? "" : `: ${message.text}`;
  const where = message.offset === null ? "" : ` (at byte ${message.offset} of the request)`;
  const missing = message.missing === null ? "" : ` (attribute ${message.missing} is missing)`;
  return `${what}: ${result}${text}${where}${missing}`;
}

function marked(message: Message, deleted: number, asked: number, words: readonly string[]): string {
  const { type } = message.header;
  return `${type === deleted ? "Deleted " : type === asked ? "Asked " : ""}${words.join(" ")}`;
}

function linkFlags(link: LinkMessage): string {
  const names = flagNames.filter(([bit]) => (link.flags & bit) !== 0).map(([, name]) => name);
  const up = (link.flags & interfaceFlag.UP) !== 0;
  if (up && (link.flags & interfaceFlag.RUNNING) === 0) names.unshift("NO-CARRIER");
  return names.join(",");
}

/** Names of links may hold any byte but NUL, `/` and white space: no line may break or move the cursor. */
function oneLine(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

const flagNames: readonly (readonly [number, string])[] = [
  [0x8, "LOOPBACK"],
  [0x2, "BROADCAST"],
  [0x10, "POINTOPOINT"],
  [0x1000, "MULTICAST"],
  [0x80, "NOARP"],
  [0x100, "PROMISC"],
  [0x200, "ALLMULTI"],
  [0x1, "UP"],
  [0x10000, "LOWER_UP"],
  [0x20000, "DORMANT"],
];

const deviceTypes = new Map([
  [1, "link/ether"],
  [772, "link/loopback"],
  [0xfffe, "link/none"],
]);

const families = new Map<number, string>([
  [family.IPV4, "inet"],
  [family.IPV6, "inet6"],
]);

const scopes = new Map<number, string>([
  [scope.GLOBAL, "global"],
  [scope.SITE, "site"],
  [scope.LINK, "link"],
  [scope.HOST, "host"],
]);

/** rtnetlink(7) IFA_F_* beyond PERMANENT, whose absence is `dynamic`. */
const addressFlags: readonly (readonly [number, string])[] = [
  [0x01, "temporary"],
  [0x02, "nodad"],
  [0x04, "optimistic"],
  [0x08, "dadfailed"],
  [0x10, "home"],
  [0x20, "deprecated"],
  [0x40, "tentative"],
  [0x100, "mngtmpaddr"],
  [0x200, "noprefixroute"],
  [0x400, "autojoin"],
  [0x800, "stable-privacy"],
];

const addressProtocols = new Map([
  [1, "kernel_lo"],
  [2, "kernel_ra"],
  [3, "kernel_ll"],
]);

const protocols = new Map<number, string>([
  [protocol.UNSPEC, "unspec"],
  [protocol.REDIRECT, "redirect"],
  [protocol.KERNEL, "kernel"],
  [protocol.BOOT, "boot"],
  [protocol.STATIC, "static"],
  [protocol.RA, "ra"],
]);

const routeTypes = new Map<number, string>(
  Object.entries(routeType).map(([name, number]) => [number, name.toLowerCase()]),
);

const preferences = new Map([
  [0, "medium"],
  [1, "high"],
  [3, "low"],
]);

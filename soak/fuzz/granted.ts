/** What must hold of a node where the trampoline said `ok`, by the contract and by what `ip` says. */
import { slaptap16 } from "../../test/support/netns-slaptap.ts";
import { addressNumber } from "../../test/support/netns-trampoline.ts";
import type { Fact } from "./witness.ts";

type Wanted = {
  readonly name: string;
  readonly network: string;
  readonly gateway: string;
  readonly addr: string;
  readonly down: boolean;
};

/** A sentence for each thing that does not hold. `outside` are the facts that are not of the user's subtaps. */
export function findWrong(request: string, facts: readonly Fact[], outside: readonly Fact[]): string[] {
  const wanted = readWanted(request);
  const unwanted = facts.filter(
    (fact) =>
      fact.kind === "link" && !outside.includes(fact) && !wanted.some(({ name }) => name === fact.dev),
  );
  return [
    ...unwanted.map(({ dev }) => `${dev} is not wanted and still there`),
    ...wanted.flatMap((tap) => [
      ...wrongLink(tap, facts),
      ...wrongPlaces(tap, facts),
      ...wrongGrant(tap, facts),
    ]),
  ];
}

function readWanted(request: string): Wanted[] {
  return request
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([word]) => word === "tap")
    .map(([, name = "", network = "", gateway = "", addr = "", down]) => ({
      name,
      network,
      gateway,
      addr,
      down: down === "down",
    }));
}

function wrongLink(tap: Wanted, facts: readonly Fact[]): string[] {
  const link = facts.find(({ kind, dev }) => kind === "link" && dev === tap.name)?.entry;
  const slaptap = facts.find(({ kind, dev }) => kind === "link" && dev === slaptap16.name)?.entry;
  if (link === undefined) return [`${tap.name} is not there`];
  const about = (link.linkinfo as { info_data?: Record<string, unknown> }).info_data;
  const is = {
    type: link.link_type,
    group: link.group,
    mtu: link.mtu,
    up: (link.flags as string[]).includes("UP"),
    user: `${about?.user}`,
    persist: about?.persist,
  };
  const should = {
    type: "ether",
    group: "default",
    mtu: slaptap?.mtu,
    up: !tap.down,
    user: `${slaptap16.user}`,
    persist: true,
  };
  return differ(`${tap.name}'s link`, is, should);
}

/** Its addresses, its routes of table main, and the settings by which a Radio Unit could give the host any. */
function wrongPlaces(tap: Wanted, facts: readonly Fact[]): string[] {
  const own = facts.filter(({ dev }) => dev === tap.name);
  const addresses = own.filter(({ kind, entry }) => kind === "addr" && entry.family === "inet6");
  const routes = own.filter(({ entry }) => entry.protocol !== "kernel").filter(isInMain);
  const quiet = own.filter(
    ({ kind, entry }) => kind === "setting" && entry.key !== "forwarding" && entry.value !== "0",
  );
  const is = {
    addresses: addresses.map(({ entry }) => `${entry.local}/${entry.prefixlen}`),
    routes: routes.map(({ entry }) => `${entry.dst} ${entry.gateway ?? ""}`).sort(),
    loud: tap.down ? [] : quiet.map(({ entry }) => entry.key),
  };
  const length = tap.network.split("/")[1];
  const should = {
    addresses: tap.down ? [] : [`${tap.addr}/${length}`],
    routes: tap.down ? [] : [`${tap.gateway} `, `${tap.network} ${tap.gateway}`].sort(),
    loud: [],
  };
  return differ(tap.name, is, should);
}

/**
 * The longest route over the network is the slaptap's alone and an administrator's; no route and no address of others
 * lies inside of it. Routes of other protocols by the slaptap, which its user makes, are passed over.
 */
function wrongGrant(tap: Wanted, facts: readonly Fact[]): string[] {
  if (tap.down) return [];
  const network = readPrefix(tap.network);
  const routes = facts
    .filter(isInMain)
    .filter(({ dev, entry }) => dev !== tap.name && entry.dst !== "default");
  const inside = routes.filter(({ entry }) => covers(network, readPrefix(`${entry.dst}`)));
  const over = routes.filter(
    (route) =>
      !inside.includes(route) && !isUsers(route) && covers(readPrefix(`${route.entry.dst}`), network),
  );
  const longest = Math.max(0, ...over.map(({ entry }) => readPrefix(`${entry.dst}`).length));
  const strangers = over.filter(
    ({ dev, entry }) => readPrefix(`${entry.dst}`).length === longest && dev !== slaptap16.name,
  );
  const addresses = facts.filter(
    ({ kind, dev, entry }) =>
      kind === "addr" &&
      entry.family === "inet6" &&
      covers(network, readPrefix(`${entry.local}`)) &&
      !isTapOfUser(facts.find((fact) => fact.kind === "link" && fact.dev === dev)?.entry),
  );
  return [
    ...addresses.map(({ text }) => `${tap.network} is granted although there is ${text}`),
    ...inside.map(({ text }) => `${tap.network} is granted although there is ${text}`),
    ...(longest === 0 ? [`${tap.network} is granted without a range`] : []),
    ...strangers.map(({ text }) => `the range of ${tap.network} is not the slaptap's alone: ${text}`),
  ];
}

/** A TAP that the user owns, open to a group or not. */
export function isTapOfUser(entry: Fact["entry"] | undefined): boolean {
  const about = entry?.linkinfo as { info_kind?: string; info_data?: Record<string, unknown> } | undefined;
  const { type, user } = about?.info_data ?? {};
  return about?.info_kind === "tun" && type === "tap" && `${user}` === `${slaptap16.user}`;
}

function isUsers({ dev, entry }: Fact): boolean {
  return dev === slaptap16.name && !/^(boot|static)$/.test(`${entry.protocol ?? "boot"}`);
}

function isInMain({ kind, entry }: Fact): boolean {
  const there = kind === "route" && (entry.table ?? "main") === "main";
  return there && !/^\d+\.|^default$/.test(`${entry.dst}`);
}

type Prefix = { readonly base: bigint; readonly length: number };

/** `ip` leaves the length of a single address away. */
function readPrefix(text: string): Prefix {
  const [base = "::", length = "128"] = text.split("/");
  return { base: addressNumber(base), length: Number(length) };
}

function covers(outer: Prefix, inner: Prefix): boolean {
  const rest = BigInt(128 - outer.length);
  return outer.length <= inner.length && outer.base >> rest === inner.base >> rest;
}

function differ(what: string, is: object, should: object): string[] {
  const [shown, wanted] = [JSON.stringify(is), JSON.stringify(should)];
  return shown === wanted ? [] : [`${what} is ${shown} instead of ${wanted}`];
}

/** Random states of a slaptap and what stands around it, as lines for `ip -batch`. */

export type Random = {
  /** An integer from 0 up to and not including this. */
  readonly below: (limit: number) => number;
  readonly oneOf: <T>(choices: readonly T[]) => T;
  /** True once in so many times. */
  readonly oneIn: (times: number) => boolean;
};

/** xorshift32: the same sequence for the same seed. */
export function seededRandom(seed: number): Random {
  let state = seed;
  const below = (limit: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
  return {
    below,
    oneOf: (choices) => choices[below(choices.length)] as never,
    oneIn: (times) => below(times) === 0,
  };
}

export const slaptap = "slaptap16";
export const owner = 65533;

/** Networks, gateways and addresses of the subtaps by their numbers; 4 and 5 are of no plan. */
const parts = ["a200", "a280", "a300", "a380", "a400", "a480"].map((part) => `2401:5180:0:66:${part}::`);
const lasts = ["a27f", "a2ff", "a37f", "a3ff", "a47f", "a4ff"].map(
  (part) => `2401:5180:0:66:${part}:ffff:ffff:ffff`,
);
export const partOf = (number: number) => ({
  network: `${parts[number]}/73`,
  gateway: `${parts[number]}1`,
  addr: `${lasts[number]}`,
});

const subtaps = ["slaptap16-1", "slaptap16-2", "slaptap16-3"];
const others = ["slaptap16-7", "slaptap16-1023", "slaptap16-1024", "slaptap16-foo", "slaptap161-1", "uplink"];
const links = [slaptap, ...subtaps, ...subtaps, ...subtaps, "slaptap16-7", "uplink"];

/** What an episode begins with: the slaptap, its range, some subtaps, some other links. */
export function laidState(random: Random): string[] {
  const lines = [
    ...slaptapLines(random),
    "link add uplink type veth peer name peer",
    "link set dev uplink up",
    "link set dev peer up",
  ];
  for (const name of subtaps) if (!random.oneIn(5)) lines.push(...subtapLines(random, name));
  for (const name of others.slice(0, 5)) if (random.oneIn(4)) lines.push(...linkLines(random, name));
  if (random.oneIn(12))
    lines.push(`link property add dev uplink altname ${random.oneOf([...subtaps, "slaptap16-9"])}`);
  if (random.oneIn(20)) lines.push("nexthop add id 7 via fe80::7 dev uplink");
  return lines;
}

function slaptapLines(random: Random): string[] {
  const strange = ["user 1234", "", "group 12", `user ${owner} group 12`];
  const user = random.oneOf([...Array<string>(56).fill(`user ${owner}`), ...strange]);
  const lines = [
    random.oneIn(40) ? `link add ${slaptap} type ifb` : `tuntap add dev ${slaptap} mode tap ${user}`,
    `link set dev ${slaptap} mtu ${random.oneOf([1500, 1500, 1500, 9000, 1280, 1400])}`,
  ];
  if (!random.oneIn(25)) lines.push(`link set dev ${slaptap} up`, ...rangeLines(random));
  return lines;
}

function rangeLines(random: Random): string[] {
  const protocol = random.oneOf([
    "boot",
    "boot",
    "boot",
    "static",
    "static",
    "ra",
    "kernel",
    "redirect",
    "bird",
  ]);
  const range = random.oneOf([
    ...Array<string>(22).fill("2401:5180:0:66:a200::/71"),
    "2401:5180:0:66::/64",
    "::/0",
  ]);
  const lines = [
    `addr add 2401:5180:0:66:a3ff:ffff:ffff:ffff/71 dev ${slaptap} nodad noprefixroute`,
    `route add 2401:5180:0:66:a200::1/128 dev ${slaptap}`,
    `route add ${range} via 2401:5180:0:66:a200::1 dev ${slaptap} proto ${protocol}`,
  ];
  if (random.oneIn(8))
    lines.push(`route add 2401:5180:0:66:a200::/${random.oneOf([70, 71, 72, 73])} dev ${slaptap} metric 9`);
  if (random.oneIn(25)) lines.push(`route add 2401:5180:0:66:a280::/73 dev ${slaptap}`);
  return lines;
}

function subtapLines(random: Random, name: string): string[] {
  const user = random.oneOf([
    ...Array<string>(57).fill(`user ${owner}`),
    "user 1234",
    "",
    `user ${owner} group 12`,
  ]);
  if (random.oneIn(30)) return linkLines(random, name);
  return [`tuntap add dev ${name} mode tap ${user}`, ...rightLines(random, name)];
}

/** Brings a subtap to what it shall be, with a step left out now and then. */
function rightLines(random: Random, name: string, leftOutOneIn = 12): string[] {
  const { network, gateway, addr } = partOf(Number(name.split("-")[1]));
  const lines = [
    `link set dev ${name} up`,
    `addr add ${addr}/73 dev ${name} nodad noprefixroute`,
    `route add ${gateway}/128 dev ${name}`,
    `route add ${network} via ${gateway} dev ${name} proto static`,
  ];
  return lines.filter(() => !random.oneIn(leftOutOneIn));
}

function linkLines(random: Random, name: string): string[] {
  return [
    random.oneOf([
      `tuntap add dev ${name} mode tap user ${owner}`,
      `tuntap add dev ${name} mode tap user ${owner}`,
      `tuntap add dev ${name} mode tap user ${owner} multi_queue vnet_hdr`,
      `tuntap add dev ${name} mode tap user 1234`,
      `tuntap add dev ${name} mode tap`,
      `tuntap add dev ${name} mode tun user ${owner}`,
      `link add ${name} type ifb`,
      `link add ${name} type bridge`,
    ]),
    `link set dev ${name} up`,
  ];
}

/** What somebody changes between two comparisons: a few things, or nearly all of it back to what it shall be. */
export function mutations(random: Random): string[] {
  if (!random.oneIn(4)) return Array.from({ length: 1 + random.below(4) }, () => mutation(random)).flat();
  return [
    "route flush dev uplink",
    "addr flush dev uplink scope global",
    "route flush type blackhole",
    "route flush type unreachable",
    ...subtaps.flatMap((name) => [`addr flush dev ${name}`, `route flush dev ${name}`]),
    ...subtaps.flatMap((name) => [
      `tuntap add dev ${name} mode tap user ${owner}`,
      `link set dev ${name} group 0`,
    ]),
    `link set dev ${slaptap} mtu 1500 up`,
    `route add 2401:5180:0:66:a200::1/128 dev ${slaptap}`,
    `route add 2401:5180:0:66:a200::/71 via 2401:5180:0:66:a200::1 dev ${slaptap}`,
    ...subtaps.flatMap((name) => [`link set dev ${name} mtu 1500`, ...rightLines(random, name, 40)]),
  ];
}

/** One thing that somebody changes. */
function mutation(random: Random): string | string[] {
  const [link, tap] = [random.oneOf(links), random.oneOf(subtaps)];
  const add = random.oneOf(["add", "add", "del"]);
  const metric = random.oneOf(["", "", "metric 5", "metric 1024", "metric 2000"]);
  const number = random.below(6);
  const { gateway } = partOf(number);
  switch (random.below(16)) {
    case 0:
      return `link set dev ${tap} mtu ${random.oneOf([1500, 1500, 9000, 1280, 1279, 1400])}`;
    case 1:
      return `link set dev ${tap} ${random.oneOf(["up", "up", "down"])}`;
    case 2:
      return `link set dev ${tap} group ${random.oneOf([0, 0, 12, 4711])}`;
    case 3:
    case 4:
      return `addr ${add} ${anyAddress(random)} dev ${link} nodad ${random.oneOf(["", "noprefixroute"])}`;
    case 5:
      if (random.oneIn(3)) return `addr ${add} ${anyAddress(random)} dev uplink nodad noprefixroute`;
      return `addr ${add} fd00::${number} peer ${gateway}/${random.oneOf([64, 73, 128])} dev ${tap} nodad`;
    case 6:
    case 7:
      return `route ${add} ${anyNetwork(random)} dev ${link} ${metric} ${protocol(random)}`;
    case 8:
    case 9:
      return `route ${add} ${anyNetwork(random)} via ${gateway} dev ${link} ${metric} ${protocol(random)}`;
    case 10:
      return `route ${add} ${random.oneOf(["blackhole", "unreachable"])} ${anyNetwork(random)} ${metric}`;
    case 11:
      return unusualRoute(random, add, tap);
    case 12:
    case 13:
    case 14:
      return nearMiss(random, add, tap);
    default:
      return rightAgain(random, tap);
  }
}

/** A step of making a subtap right, so that states keep coming back to it. */
function rightAgain(random: Random, tap: string): string {
  const wanted = rightLines({ ...random, oneIn: () => false }, tap);
  return random.oneOf([`link set dev ${tap} group 0`, `link set dev ${tap} mtu 1500`, ...wanted, ...wanted]);
}

/** What differs from a subtap's own address and routes in one thing, or in nothing that matters. */
function nearMiss(random: Random, add: string, tap: string): string | string[] {
  const { network, gateway, addr } = partOf(Number(tap.split("-")[1]));
  const toNetwork = `route ${add} ${network} via ${gateway} dev ${tap}`;
  const toGateway = `route ${add} ${gateway}/128 dev ${tap}`;
  const withoutAddr = `addr del ${addr}/73 dev ${tap}`;
  return random.oneOf<string | string[]>([
    [withoutAddr, `addr add ${addr} peer ${gateway}/73 dev ${tap} nodad noprefixroute`],
    [withoutAddr, `addr add ${addr}/72 dev ${tap} nodad noprefixroute`],
    `${toNetwork} from fd00::/64`,
    `${toGateway} from fd00::/64`,
    `${toNetwork} metric 5 pref high`,
    `${toGateway} metric 5 proto ra`,
    `${toNetwork} proto kernel metric 6`,
    `${toNetwork} expires 1000 metric 7`,
    `${toNetwork} table 4711`,
    `route ${add} ${network} dev ${tap} metric 8`,
    `route ${add} ${gateway}/128 via ${gateway} dev ${tap} metric 8 onlink`,
    `route ${add} ${gateway}/127 dev ${tap}`,
    `route ${add} ${network} nexthop via ${gateway} dev ${tap} nexthop via ${gateway} dev ${random.oneOf(subtaps)}`,
    `route ${add} ${network} nhid 7`,
    `route ${add} ${network} via ${partOf(random.below(6)).gateway} dev ${tap} onlink`,
  ]);
}

function unusualRoute(random: Random, add: string, tap: string): string {
  const network = anyNetwork(random);
  return random.oneOf([
    `route ${add} ${network} dev ${tap} table 4711`,
    `route ${add} ${network} dev ${tap} expires 1000`,
    `route ${add} ${network} from fd00::/64 dev ${tap}`,
    `route ${add} ${network} nexthop dev ${tap} weight 2 nexthop dev ${random.oneOf(subtaps)}`,
    `route ${add} ${network} nhid 7`,
    `route ${add} fe80::/64 dev ${tap} metric 3`,
    `route ${add} default dev ${tap} metric 77`,
    `-4 addr ${add} 10.1.2.${1 + random.below(9)}/24 dev ${tap}`,
    `route ${add} 2401:5180:0:66:a200::/71 via 2401:5180:0:66:a200::1 dev ${slaptap}`,
    `route ${add} 2401:5180:0:66:a2${random.oneOf(["00", "80"])}::/${random.oneOf([71, 72, 74])} dev uplink`,
  ]);
}

function anyAddress(random: Random): string {
  const { addr, gateway } = partOf(random.below(6));
  return `${random.oneOf([addr, addr, addr, gateway, "fd00::7", "fec0::7"])}/${random.oneOf([73, 73, 64, 128])}`;
}

function anyNetwork(random: Random): string {
  const { network, gateway, addr } = partOf(random.below(6));
  return random.oneOf([
    network,
    network,
    `${gateway}/128`,
    `${gateway}/128`,
    `${addr}/128`,
    "fd00:1::/32",
    "2401:5180:0:66:a280::/80",
  ]);
}

function protocol(random: Random): string {
  return random.oneOf(["", "", "proto static", "proto ra", "proto kernel"]);
}

/** Sysctls that somebody writes, each a file and its value: all quiet, or any. */
export function sysctls(random: Random): [path: string, value: number][] {
  const file = (name: string, key: string) => `/proc/sys/net/ipv6/conf/${name}/${key}`;
  const keys = ["accept_ra", "accept_redirects", "autoconf"];
  if (random.oneIn(8)) return [[file(random.oneOf(subtaps), random.oneOf(keys)), random.below(3)]];
  return subtaps.flatMap((name) => keys.map((key): [string, number] => [file(name, key), 0]));
}

/** What `ip` says of a network, for an oracle that shares nothing with the product. */

/** One link, address, route, rule, nexthop or setting. */
export type Fact = {
  readonly kind: "link" | "addr" | "route" | "rule" | "nexthop" | "setting";
  /** The interface that it belongs to; null where it belongs to none, or to several. */
  readonly dev: string | null;
  /** All that is said of it but what comes and goes by itself. */
  readonly entry: Record<string, unknown>;
  /** The same as text, to compare. */
  readonly text: string;
};

const kinds = ["link", "addr", "route", "rule", "nexthop"] as const;

/** A shell function `look` that prints all of it, a line of JSON a kind and family, and a line a setting. */
export const lookScript = `look() {
  for family in -4 -6; do
    ip $family -json -details -batch - <<'END' || echo 'ip failed'
link show
addr show
route show table all
rule show
END
  done
  echo "$(ip -json nexthop show)"
  grep -s . /proc/sys/net/ipv6/conf/*/accept_ra /proc/sys/net/ipv6/conf/*/accept_redirects \\
    /proc/sys/net/ipv6/conf/*/autoconf /proc/sys/net/ipv6/conf/*/forwarding | cut -d / -f 7-
}`;

/** What `look` printed. Throws where it is not whole. */
export function readFacts(printed: string): Fact[] {
  const lines = printed.trim().split("\n");
  const lists = lines.filter((line) => line.startsWith("[") || line === "");
  if (lists.length !== 9) throw new Error(`the witness said:\n${printed}`);
  const order = [...kinds.slice(0, 4), ...kinds.slice(0, 4), "nexthop" as const];
  const listed = lists.flatMap((line, at) =>
    factsOf(order[at] ?? "link", line === "" ? [] : JSON.parse(line)),
  );
  const settings = lines.filter((line) => !line.startsWith("[") && line !== "").map(settingOf);
  return [...listed, ...settings];
}

type Entry = Record<string, unknown>;

function factsOf(kind: (typeof kinds)[number], entries: Entry[]): Fact[] {
  const there = entries.filter((entry) => Object.keys(entry).length > 0);
  if (kind === "addr")
    return there.flatMap(({ ifname, addr_info }) =>
      (addr_info as Entry[])
        .filter(({ local, scope }) => local !== undefined && scope !== "link")
        .map((entry) => fact(kind, `${ifname}`, entry)),
    );
  return there
    .filter((entry) => kind !== "route" || !comesByItself(entry))
    .map((entry) => fact(kind, nameOf(kind, entry), entry));
}

/** Of the kernel's own making: the routes of addresses, of link-local and of multicast destinations. */
function comesByItself({ type, dst }: Entry): boolean {
  return /^(local|anycast|multicast|broadcast)$/.test(`${type}`) || /^(fe80|ff00):/.test(`${dst}`);
}

function nameOf(kind: Fact["kind"], entry: Entry): string | null {
  const name = kind === "link" ? entry.ifname : kind === "rule" ? undefined : entry.dev;
  return name === undefined ? null : `${name}`;
}

function settingOf(line: string): Fact {
  const [path = "", value = ""] = line.split(":");
  const [dev = "", key = ""] = path.split("/");
  return fact("setting", dev, { dev, key, value });
}

const volatile = /^(operstate|tentative|expires|(valid|preferred)_life_time|.*_timer|link_index)$/;
const volatileFlags = ["NO-CARRIER", "LOWER_UP", "linkdown"];

function fact(kind: Fact["kind"], dev: string | null, entry: Entry): Fact {
  const shown = (key: string, value: unknown): unknown => {
    if (volatile.test(key)) return undefined;
    return key === "flags" && Array.isArray(value)
      ? value.filter((flag) => !volatileFlags.includes(flag))
      : value;
  };
  return { kind, dev, entry, text: `${kind} ${dev} ${JSON.stringify(entry, shown)}` };
}

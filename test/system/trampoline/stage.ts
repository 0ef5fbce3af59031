import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Namespace, type Outcome, openNamespace, type RunOptions } from "../../support/netns.ts";
import { installProgram } from "../../support/netns-program.ts";
import { laySlaptap, type Slaptap, slaptap16 } from "../../support/netns-slaptap.ts";
import { installTrampoline, requestText, splitOf, type WantedTap } from "../../support/netns-trampoline.ts";

/** A namespace with the trampoline installed, and the test program `tapper` beside it. */
export type Stage = {
  readonly namespace: Namespace;
  readonly netcapdo: string;
  readonly tapper: string;
  /** Runs the trampoline as the slaptap's user, unless told otherwise. */
  readonly ask: (input: string | Uint8Array, options?: RunOptions & { readonly args?: string[] }) => Outcome;
  readonly close: () => Promise<void>;
};

export async function openStage(): Promise<Stage> {
  const namespace = await openNamespace();
  const netcapdo = installTrampoline(namespace);
  const tapper = installProgram(namespace, fileURLToPath(new URL("tapper.c", import.meta.url)));
  const ask: Stage["ask"] = (input, options = {}) => {
    const { args = [], ...rest } = options;
    return namespace.run([netcapdo, ...args], { user: slaptap16.user, env: {}, ...rest, input });
  };
  return { namespace, netcapdo, tapper, ask, close: namespace.close };
}

/**
 * Everything of the network that a change would show in, as one text: without what comes and goes by itself
 * (carrier, timers, link-local and multicast).
 */
export function kernelState(namespace: Namespace): string {
  return namespace.sh(`
    ip -d -o link show | sed -E 's/(NO-CARRIER,|,LOWER_UP)//; s/ (state|qdisc) [^ ]+//g; s/_timer +[0-9.]+//g'
    ip -o addr show | grep -v ' fe80:' | sed -E 's/ tentative//; s/[0-9]+sec//g'
    for family in -4 -6; do
      ip $family route show table all | grep -Ev '^(local |multicast |anycast )?(fe80:|ff00:)' |
        sed -E 's/ linkdown//; s/ expires [0-9]+sec//'
      ip $family rule show
    done
    ip -6 nexthop show
    cd /proc/sys/net/ipv6/conf && grep -s . */accept_ra */accept_redirects */autoconf */forwarding`);
}

type Shown = Record<string, unknown>;

/** What `ip -json` says of one subtap, in the words of the request. */
export function subtapState(namespace: Namespace, name: string): Shown | null {
  const link = namespace.ip("link", "show").find((one) => one.ifname === name);
  if (link === undefined) return null;
  const flags = link.flags as string[];
  const about = (link.linkinfo as { info_kind: string; info_data: Shown }).info_data;
  const addresses = (namespace.ip("-6", "addr", "show", "dev", name)[0]?.addr_info ?? []) as Shown[];
  return {
    up: flags.includes("UP"),
    mtu: link.mtu,
    group: link.group,
    type: about.type,
    user: `${about.user}`,
    persist: about.persist,
    addresses: addresses.filter((one) => one.scope !== "link").map((one) => `${one.local}/${one.prefixlen}`),
    routes: namespace
      .ip("-6", "route", "show", "dev", name)
      .filter((one) => one.dst !== "fe80::/64")
      .map((one) => (one.gateway === undefined ? `${one.dst}` : `${one.dst} via ${one.gateway}`))
      .sort(),
    quiet: namespace.sh(
      `cd /proc/sys/net/ipv6/conf/${name} && echo $(cat accept_ra accept_redirects autoconf)`,
    ),
  };
}

/** What a wanted subtap must look like. */
export function rightState(tap: WantedTap, slaptap: Slaptap = slaptap16): Shown {
  const down = tap.down === true;
  return {
    up: !down,
    mtu: 1500,
    group: "default",
    type: "tap",
    user: slaptap.user === 0 ? "root" : `${slaptap.user}`,
    persist: true,
    addresses: down ? [] : [`${tap.addr}/${tap.network.split("/")[1]}`],
    routes: down ? [] : [tap.gateway, `${tap.network} via ${tap.gateway}`].sort(),
    quiet: "0 0 0\n",
  };
}

/** Starts the tapper as a TAP's user, and waits until it is ready. */
export async function startTapper(
  stage: Stage,
  args: readonly string[],
  user = slaptap16.user,
): Promise<ChildProcess> {
  const child = stage.namespace.start([stage.tapper, ...args], { user });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once("data", () => resolve());
    child.stderr?.once("data", (chunk) => reject(new Error(`tapper ${args.join(" ")}: ${chunk}`)));
  });
  return child;
}

/** The request of the examples: this many subtaps of slaptap16. */
export function requestFor(count: number, slaptap: Slaptap = slaptap16): string {
  return requestText(slaptap.name, splitOf(slaptap, count));
}

/**
 * Lays slaptap16 and the subtaps, and fails where that fails. The kernel adds the addresses' own local routes a little
 * later: what is compared before and after must have them.
 */
export function layWithSubtaps(stage: Stage, count: number): WantedTap[] {
  laySlaptap(stage.namespace, slaptap16);
  const outcome = stage.ask(requestFor(count));
  if (outcome.status !== 0) throw new Error(`netcapdo: ${outcome.stderr}`);
  stage.namespace.sh(`for _ in $(seq 500); do
    [ "$(ip -6 route show table local | grep -c '^local .* dev slaptap16-')" -lt ${count} ] || exit 0
    sleep 0.01
  done; exit 1`);
  return splitOf(slaptap16, count);
}

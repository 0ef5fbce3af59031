/** The promise `core-network`: the eNB has a link to each MME and AMF. */

import { formatIpv6Address } from "../../net/ipv6-network.ts";
import { parseIpv6Address } from "../../net/parse-ipv6.ts";
import type { LoggedEntry } from "../../output/read-log.ts";
import { addPort, getHost } from "../../site/enb/core-address.ts";
import { type PromiseDefinition, requireOption } from "../promise.ts";
import { fails, holds, inOneLine, type Verdict } from "../verdict.ts";
import { needsEnb } from "./needs-enb.ts";
import { getStatisticsOptions, readStatistics, statisticsOptions } from "./statistics-options.ts";

export const coreNetwork: PromiseDefinition = {
  name: "core-network",
  summary: "the eNB is connected to its MMEs and AMFs",
  options: [
    ...statisticsOptions,
    { name: "mmes", value: "list", description: "MMEs as parameters name them, with commas between" },
    { name: "amfs", value: "list", description: "AMFs as parameters name them, with commas between" },
  ],
  example: "ors promise core-network --log var/log/enb-stats.log --period 60 --mmes 127.0.1.100 --amfs ''",
  install: (installed) => {
    const { mmes, amfs, operation } = installed.site.enb;
    if (!needsEnb(installed) || !operation.checksCoreNetwork || mmes.length + amfs.length === 0) return null;
    const list = (nodes: typeof mmes) => nodes.map(({ address }) => address).join(",");
    return { ...getStatisticsOptions(installed.site), mmes: list(mmes), amfs: list(amfs) };
  },
  services: ["enb", "stats-log"],
  isLenient: true,
  check: (options) => {
    const list = (name: string) => requireOption(options, name).split(",").filter(Boolean);
    return checkCoreNetwork(readStatistics(options, 2), { mmes: list("mmes"), amfs: list("amfs") });
  },
};

/** SCTP ports of S1AP (TS 36.412) and NGAP (TS 38.412). */
const links = [
  { nodes: "mmes", list: "s1_list", port: 36412 },
  { nodes: "amfs", list: "ng_list", port: 38412 },
] as const;

/**
 * @param entries newest first; the newest counts
 * @param core addresses or names, with a port or without. The eNB gives addresses alone: where a node is known by its name,
 *   one link more than the addresses have stands for it.
 */
export function checkCoreNetwork(
  [newest]: readonly LoggedEntry[],
  core: { readonly mmes: readonly string[]; readonly amfs: readonly string[] },
): Verdict {
  if (newest === undefined) return fails("there are no new statistics of the eNB");
  const missing = links.flatMap(({ nodes, list, port }) => {
    const up = readLinksUp(newest.data, list, port);
    const wanted = core[nodes].map((node) => ({ node, address: normalise(node, port) }));
    const known = wanted.filter(({ address }) => up.delete(address));
    const others = wanted.filter((one) => !known.includes(one));
    const byName = others.filter(({ node }) => isName(node));
    return [...others.filter(({ node }) => !isName(node)), ...byName.slice(up.size)].map(({ node }) => node);
  });
  if (missing.length > 0) return fails(`no link to ${inOneLine(missing)}`);
  const count = core.mmes.length + core.amfs.length;
  return holds(`${count} ${count === 1 ? "core node is" : "core nodes are"} connected`);
}

function readLinksUp(data: unknown, list: string, port: number): Set<string> {
  const entries = (data as Readonly<Record<string, unknown>> | null)?.[list];
  const up = (Array.isArray(entries) ? entries : []).filter((one) => one?.state === "setup_done");
  return new Set(up.map(({ address }) => normalise(String(address), port)));
}

/** With its port; one address has many forms. */
function normalise(node: string, port: number): string {
  const host = getHost(node);
  const ipv6 = parseIpv6Address(host);
  const given = /^(?:\[.*\]|[^:]*):(\d+)$/.exec(node)?.[1];
  return addPort(ipv6 === undefined ? host : formatIpv6Address(ipv6), Number(given ?? port));
}

function isName(node: string): boolean {
  const host = getHost(node);
  return !host.includes(":") && !/^[\d.]+$/.test(host);
}

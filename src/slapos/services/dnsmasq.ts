/** The service `dnsmasq`: DHCPv6 and router advertisements for CPRI Radio Units. */
import type { Environment } from "../partition/environment.ts";
import { folders } from "../partition/folders.ts";
import type { PartitionFile } from "../partition/partition-file.ts";
import { quoteShellWord } from "../partition/quote.ts";
import type { Service } from "./service.ts";

export function createDnsmasqService(
  rendered: readonly PartitionFile[],
  { partition, dnsmasq }: Environment,
): Service {
  const path = `${folders.etc}/dnsmasq.cfg`;
  const configuration = quoteShellWord(`${partition}/${path}`);
  return {
    name: "dnsmasq",
    script: [`exec ${quoteShellWord(dnsmasq)} --keep-in-foreground --conf-file=${configuration}`],
    reads: rendered.filter((file) => file.path === path),
  };
}

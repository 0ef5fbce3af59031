/** The node's dnsmasq, for a place where no service runs it. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { execa } from "execa";
import { describeEnd, endsWithUs, programOptions } from "./program-options.ts";

export type Dnsmasq = {
  /** Settles with a word about it where dnsmasq ends by itself; it said itself why, on standard error. */
  readonly ended: Promise<string>;
  readonly end: () => Promise<void>;
};

/** A rendered dnsmasq.cfg. */
export type DnsmasqFile = { readonly path: string; readonly text: string };

/**
 * Starts dnsmasq in this network namespace with a rendered dnsmasq.cfg, and makes the folders of its leases and
 * its log, which a partition has.
 */
export function startDnsmasq({ path: file, text }: DnsmasqFile): Dnsmasq {
  for (const path of findWrittenFiles(text)) mkdirSync(dirname(path), { recursive: true });
  // An empty user and group leave it who we are, as it is in a partition: any other would need setgroups, which a
  // user namespace may deny. An empty path: the file of its process number would be the host's.
  const words = ["--keep-in-foreground", "--user=", "--group=", "--pid-file=", `--conf-file=${file}`];
  const program = execa("setpriv", [...endsWithUs, "dnsmasq", ...words], {
    ...programOptions,
    stdout: "ignore",
    stderr: "inherit",
  });
  const ended = program.then((result) => describeEnd("dnsmasq", result));
  const end = async () => {
    program.kill();
    await ended;
  };
  return { ended, end };
}

/** Paths that the file names for leases and log. */
function findWrittenFiles(text: string): string[] {
  return [...text.matchAll(/^(?:dhcp-leasefile|log-facility)=(\/.*)$/gm)].map((match) => match[1] ?? "");
}

/** The node's dnsmasq, for a place where no service runs it. */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { endChild } from "./spawn-in-namespace.ts";

/**
 * Starts dnsmasq in this network namespace with a rendered dnsmasq.cfg, and makes the folders of its leases and
 * its log, which a partition has.
 *
 * @returns what ends it
 * @throws what reading the file throws
 */
export function startDnsmasq(file: string): () => Promise<void> {
  for (const path of writtenFiles(readFileSync(file, "utf8"))) mkdirSync(dirname(path), { recursive: true });
  // As a partition's service it is not root and changes no user; here it must not become one either.
  const user = process.getuid?.() === 0 ? ["--user=root", "--group=root"] : [];
  const words = ["--pdeathsig", "TERM", "dnsmasq", "--keep-in-foreground", `--conf-file=${file}`, ...user];
  const child = spawn("setpriv", words, { stdio: ["ignore", "ignore", "inherit"] });
  child.once("error", () => {}); // the Radio Units then get no address, and say so
  return () => endChild(child);
}

/** Paths that the file names for leases and log. */
function writtenFiles(text: string): string[] {
  return [...text.matchAll(/^(?:dhcp-leasefile|log-facility)=(\/.*)$/gm)].map((match) => match[1] ?? "");
}

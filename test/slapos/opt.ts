/** What a node's administrator puts under /opt, for a node in its own namespace. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repository } from "./environment.ts";

export const amarisoftVersion = "v2026-01-01";
export const licenseExpiration = "2027-03-31";

/** Scripts for root, licence keys, and an eNB that stands in for Amarisoft's. */
export function layOpt(work: string): void {
  const folder = join(work, "opt/amarisoft");
  const script = (name: string, lines: readonly string[]) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, ["#!/bin/sh", ...lines, ""].join("\n"));
    chmodSync(path, 0o755);
  };
  script("setcap", [
    "case $1 in",
    "*/netcapdo) capabilities=cap_net_admin+ep ;;",
    "*/dnsmasq) capabilities=cap_net_admin,cap_net_raw,cap_net_bind_service+ep ;;",
    '*) echo "$1: no program for this" >&2; exit 1 ;;',
    "esac",
    'exec setcap "$capabilities" "$1"',
  ]);
  for (const name of ["rm-tmp-lte", "init-sdr", "init-enb"])
    script(name, [`echo ${name} >> /opt/amarisoft/asked`]);
  script("v2025-12-31/enb/lteenb", ["exit 1"]);
  script(`${amarisoftVersion}/enb/lteenb`, [`exec node ${repository}/test/slapos/lteenb.mjs "$@"`]);
  mkdirSync(join(folder, ".amarisoft"));
  writeFileSync(
    join(folder, ".amarisoft/enb.key"),
    Buffer.concat([Buffer.alloc(260, 0xff), Buffer.from(`product=enb\nversion=${licenseExpiration}\n`)]),
  );
}

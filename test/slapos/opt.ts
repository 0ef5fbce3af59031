/** What a node's administrator puts under /opt, for a node in its own namespace. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repository } from "./environment.ts";
import { readPageFile } from "./page.ts";

export const amarisoftVersion = "v2026-01-01";
export const licenseExpiration = "2027-03-31";

const scripts = ["setcap", "rm-tmp-lte", "init-sdr", "init-enb"];

/**
 * The scripts for root and the rules of sudo that docs/slapos.md gives, licence keys, and an eNB that stands in for
 * Amarisoft's. The scripts differ from the page in where the software is, and in a line that notes that they ran.
 */
export function layOpt(work: string): void {
  const folder = join(work, "opt/amarisoft");
  const write = (path: string, content: string, mode: number) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    chmodSync(path, mode);
  };
  const script = (name: string, lines: readonly string[]) =>
    write(join(folder, name), ["#!/bin/sh", ...lines, ""].join("\n"), 0o755);
  for (const name of scripts) {
    const content = readPageFile(`/opt/amarisoft/${name}`)
      .replace("\n", `\necho ${name} >> /opt/amarisoft/asked\n`)
      .replace("software=/opt/slapgrid", `software=${work}/soft`);
    write(join(folder, name), content, 0o755);
  }
  write(join(work, "sudoers"), readPageFile("/etc/sudoers.d/ors-amarisoft"), 0o440);
  script("v2025-12-31/enb/lteenb", ["exit 1"]);
  layDevices(work, script);
  mkdirSync(join(folder, ".amarisoft"));
  writeFileSync(
    join(folder, ".amarisoft/enb.key"),
    Buffer.concat([Buffer.alloc(260, 0xff), Buffer.from(`product=enb\nversion=${licenseExpiration}\n`)]),
  );
}

/** As where an eNB holds the devices; without one they are free. A promise asks for each of them, so that has to be quick. */
function layDevices(work: string, script: (name: string, lines: readonly string[]) => void): void {
  const holders = join(work, "holders");
  mkdirSync(holders);
  chmodSync(holders, 0o777);
  script(`${amarisoftVersion}/enb/lteenb`, [
    `: > ${holders}/$$`,
    `exec node ${repository}/test/slapos/lteenb.mjs "$@"`,
  ]);
  script(`${amarisoftVersion}/trx_sdr/sdr_util`, [
    `for holder in ${holders}/*; do`,
    '  [ ! -d "/proc/${holder##*/}" ] || { echo "DMA channel is already in use" >&2; exit 1; }',
    "done",
  ]);
}

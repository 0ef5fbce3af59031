/** The service `enb`: Amarisoft's eNB, as its vendor's scripts want it to be started. */
import { getEnbPath, startScripts } from "../../promise/enb/amarisoft-programs.ts";
import type { Environment } from "../partition/environment.ts";
import { folders } from "../partition/folders.ts";
import type { PartitionFile } from "../partition/partition-file.ts";
import { quoteShellWord } from "../partition/quote.ts";
import type { Service } from "./service.ts";

/** @param rendered what `ors render` makes, its paths relative to the partition */
export function createEnbService(
  rendered: readonly PartitionFile[],
  { partition, amarisoft }: Environment,
): Service {
  const folder = quoteShellWord(amarisoft.folder);
  const start =
    amarisoft.version === null
      ? [
          `echo ${quoteShellWord(`no Amarisoft software: there is no ${amarisoft.folder}/v<date>`)} >&2`,
          "exit 1",
        ]
      : [
          ...startScripts.map((name) => `sudo -n ${folder}/${name}`),
          `AMARISOFT_PATH=${folder}/.amarisoft`,
          "export AMARISOFT_PATH",
          `exec ${getEnbPath(folder, amarisoft.version)} ${quoteShellWord(`${partition}/${folders.etc}/enb.cfg`)}`,
        ];
  return { name: "enb", script: ["set -e", ...start], reads: rendered.filter(isReadByEnb) };
}

function isReadByEnb({ path }: PartitionFile): boolean {
  return /^etc\/(enb\.cfg|[^/]*-drb\.cfg|[^/]*-sib23\.asn)$/.test(path);
}

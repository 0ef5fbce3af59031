/** `sbin/destroy`, which slapgrid runs as the partition's user before the files of a destroyed partition go. */
import type { TapPlan } from "../../plan/tap-plan.ts";
import type { Site } from "../../site/site.ts";
import { getNotePath } from "../../state/running-service.ts";
import type { Environment } from "./environment.ts";
import { modes, type PartitionFile } from "./partition-file.ts";
import { quoteShellWord } from "./quote.ts";

/** It needs no valid parameters, and a node without the slaptap has nothing to remove. */
export function renderDestroy(
  { testing }: Pick<Site, "testing">,
  { slaptap }: Pick<TapPlan, "slaptap">,
  { ors, partition }: Pick<Environment, "ors" | "partition">,
): PartitionFile {
  const lines =
    testing || slaptap === null
      ? ["exit 0"]
      : [
          ...endWatch(getNotePath(partition, "watch")),
          `exec ${quoteShellWord(ors)} down --slaptap ${quoteShellWord(slaptap)}`,
        ];
  return { path: "sbin/destroy", content: ["#!/bin/sh", ...lines, ""].join("\n"), mode: modes.executable };
}

/** A watch makes subtaps anew, so `ors down` refuses beside one. It ends within a second; the loop waits ten. */
function endWatch(note: string): string[] {
  return [
    "# the number alone may be another's by now: the 22nd field is the time when the process started, and the third,",
    "# Z or X, says that it has ended (proc_pid_stat(5))",
    `isWatch() { [ "$(sed -n 's/.*) [^ZX] //p' "/proc/$pid/stat" 2>/dev/null | cut -d ' ' -f 19)" = "$start" ]; }`,
    `if read -r pid start digest 2>/dev/null < ${quoteShellWord(note)} && isWatch; then`,
    '  kill "$pid"',
    "  for turn in $(seq 100); do isWatch || break; sleep 0.1; done",
    "fi",
  ];
}

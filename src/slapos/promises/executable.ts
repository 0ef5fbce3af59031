/** A promise of ours as an executable. */
import type { Options } from "../../promise/promise.ts";
import { guardedVariable, timeLimitSeconds } from "../../promise/time-limit.ts";
import type { Environment } from "../partition/environment.ts";
import { folders } from "../partition/folders.ts";
import { modes, type PartitionFile } from "../partition/partition-file.ts";
import { quoteShellWord } from "../partition/quote.ts";

/** timeout(1) guards the check in place of a second Node, which takes longer to start than most checks take. */
export function renderExecutable(
  name: string,
  options: Options,
  { ors, partition }: Environment,
): PartitionFile {
  const words = Object.entries(options).flatMap(([option, text = ""]) => [`--${option}`, text]);
  const command = [ors, "promise", name, ...words].map(quoteShellWord).join(" ");
  const late = `${name}: no answer within ${timeLimitSeconds} s`;
  const lines = [
    "#!/bin/sh",
    `cd ${quoteShellWord(partition)} || exit 1`,
    `${guardedVariable}=1 timeout --signal=KILL ${timeLimitSeconds} ${command}`,
    "status=$?",
    `[ $status != ${killedStatus} ] || echo ${quoteShellWord(late)}`,
    "[ $status = 0 ]",
    "",
  ];
  return { path: `${folders.promise}/${name}`, content: lines.join("\n"), mode: modes.executable };
}

/** What timeout(1) ends with where it had to kill: 128 and the number of SIGKILL. */
const killedStatus = 137;

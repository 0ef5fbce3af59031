/** The service `stats-log`: reads the eNB's remote API into the log that promises read. */
import type { Site } from "../../site/site.ts";
import type { Environment } from "../partition/environment.ts";
import { folders } from "../partition/folders.ts";
import { modes, type PartitionFile } from "../partition/partition-file.ts";
import { quoteShellWord } from "../partition/quote.ts";
import { installedPromisesPath } from "../promises/render-promises.ts";
import { createOwnScript } from "./own-script.ts";
import type { Service } from "./service.ts";

export const statsLogName = "enb-stats.log";

/** Relative to the partition. */
export const statsLogPath = `${folders.log}/${statsLogName}`;

const passwordPath = `${folders.etc}/websocket-password`;

/** The password of the remote API, in a file so that no list of processes shows it. */
export function renderPassword({ enb: { websocketPassword } }: Site): readonly PartitionFile[] {
  if (websocketPassword === null) return [];
  return [{ path: passwordPath, content: websocketPassword, mode: modes.secret }];
}

/**
 * It keeps the results of the promises too: another process would cost as much memory again.
 *
 * @param password of {@link renderPassword}
 * @param rendered with the list of promises
 */
export function createStatsLogService(
  { enb }: Site,
  password: readonly PartitionFile[],
  rendered: readonly PartitionFile[],
  environment: Environment,
): Service {
  const { partition } = environment;
  const words = ["stats-log", "--url", `ws://${enb.comAddr}`];
  words.push("--period", String(enb.operation.statsFetchPeriod), "--log", `${partition}/${statsLogPath}`);
  if (password.length > 0) words.push("--password-file", `${partition}/${passwordPath}`);
  words.push("--promises", installedPromisesPath);
  const script = [`cd ${quoteShellWord(partition)}`, ...createOwnScript(words, environment)];
  const promises = rendered.filter(({ path }) => path === installedPromisesPath);
  return { name: "stats-log", script, reads: [...password, ...promises] };
}

/** `ors stats-log`: the eNB's statistics, appended to a log for as long as the service runs. */
import { readFileSync } from "node:fs";
import type { Run } from "../../console/command.ts";
import { awaitEndSignal } from "../../console/end-signals.ts";
import type { Terminal } from "../../console/terminal.ts";
import { makeUsageError } from "../../input/usage.ts";
import { exitCode } from "../../issue/exit-code.ts";
import { appendLog } from "../../output/log.ts";
import type { InstalledPromises } from "../../promise/kept/check-all.ts";
import type { Keeper } from "../../promise/kept/keep-results.ts";
import { logStatistics } from "../../remote-api/log-statistics.ts";
import { giveMemoryBack, keepMemorySmall } from "../../watch/small-memory.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const { url, log, period, passwordFile } = options;
  keepMemorySmall();
  giveMemoryBack();
  const ending = new AbortController();
  void awaitEndSignal().then(() => ending.abort());
  const keeper = await startKeeper(options.promises, terminal);
  await logStatistics({
    url,
    periodMs: period * 1000,
    ...(passwordFile !== undefined && { password: readPassword(passwordFile) }),
    signal: ending.signal,
    write: (data) => {
      appendLog(log, new Date(), { level: "INFO", message: "", data });
      keeper?.touch();
    },
    notice: (text) => terminal.complain(text),
  });
  keeper?.close();
  return exitCode.good;
};

async function startKeeper(file: string | undefined, terminal: Terminal): Promise<Keeper | undefined> {
  if (file === undefined) return undefined;
  const { keepResults } = await import("../../promise/kept/keep-results.ts");
  return keepResults(readInstalled(file), (line) => terminal.complain(line));
}

function readInstalled(file: string): InstalledPromises {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw makeUsageError(`--promises: ${(cause as Error).message}`);
  }
}

function readPassword(file: string): string {
  try {
    return readFileSync(file, "utf8").replace(/\n$/, "");
  } catch (cause) {
    throw makeUsageError(`--password-file: ${(cause as Error).message}`);
  }
}

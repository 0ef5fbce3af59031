/** `ors stats-log`: the eNB's statistics, appended to a log for as long as the service runs. */
import { readFileSync } from "node:fs";
import type { Run } from "../../console/command.ts";
import { awaitEndSignal } from "../../console/end-signals.ts";
import { makeUsageError } from "../../input/usage.ts";
import { exitCode } from "../../issue/exit-code.ts";
import { appendLog } from "../../output/log.ts";
import { logStatistics } from "../../remote-api/log-statistics.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, { url, log, period, passwordFile }) => {
  const ending = new AbortController();
  void awaitEndSignal().then(() => ending.abort());
  await logStatistics({
    url,
    period: period * 1000,
    ...(passwordFile !== undefined && { password: readPassword(passwordFile) }),
    signal: ending.signal,
    write: (data) => appendLog(log, new Date(), { level: "INFO", message: "", data }),
    notice: (text) => terminal.complain(text),
  });
  return exitCode.good;
};

function readPassword(file: string): string {
  try {
    return readFileSync(file, "utf8").replace(/\n$/, "");
  } catch (cause) {
    throw makeUsageError(`--password-file: ${(cause as Error).message}`);
  }
}

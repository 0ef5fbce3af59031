/** `ors stats-log`: the eNB's statistics, appended to a log for as long as the service runs. */
import { readFileSync } from "node:fs";
import { type Run, textOption } from "../console/command.ts";
import { awaitEndSignal } from "../console/end-signals.ts";
import { numberOption, requiredOption, usage } from "../input/input.ts";
import { exitCode } from "../issue/exit-code.ts";
import { appendLog } from "../output/log.ts";
import { logStatistics } from "../remote-api/log-statistics.ts";

/** s */
const standardPeriod = 60;

export const run: Run = async (terminal, invocation) => {
  const url = requiredOption(invocation, "url");
  const log = requiredOption(invocation, "log");
  const period = numberOption(invocation, "period") ?? standardPeriod;
  if (period === 0) throw usage("--period: 0 is too short", "1 or more seconds");
  const passwordFile = textOption(invocation, "password-file");
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
    throw usage(`--password-file: ${(cause as Error).message}`);
  }
}

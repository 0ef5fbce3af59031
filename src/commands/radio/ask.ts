/** What the commands of one Radio Unit ask the daemon for, and how they end. */

import { printReport } from "../../console/print-report.ts";
import type { Terminal } from "../../console/terminal.ts";
import { findStateFolder, inputFileOf } from "../../input/input-file.ts";
import { makeUsageError } from "../../input/usage.ts";
import { type ExitCode, exitCode, FailureError } from "../../issue/exit-code.ts";
import { askControl } from "../../mplane/control/client.ts";
import { type ControlAnswer, type ControlRequest, findControlSocket } from "../../mplane/control/protocol.ts";
import { formatRadioDoneReport, makeRadioDoneReport, type RadioUnitStatus } from "../../report/radio.ts";

export type DaemonPlace = { readonly plan: string | undefined; readonly state: string | undefined };

/** The status of every managed Radio Unit, in the order of their references. Throws a FailureError where no daemon runs. */
export async function readStatus(place: DaemonPlace): Promise<readonly RadioUnitStatus[]> {
  const answer = await askDaemon(place, { ask: "status" });
  if (!("status" in answer))
    throw new FailureError("the daemon gave another answer: is it of another version?");
  return answer.status;
}

/** Asks for something to be done and prints what was; what is refused ends 2 or 4. */
export async function askAndPrint(
  terminal: Terminal,
  place: DaemonPlace & { readonly json: boolean },
  request: Exclude<ControlRequest, { ask: "status" }>,
): Promise<ExitCode> {
  const answer = await askDaemon(place, request);
  if ("refused" in answer)
    throw answer.input ? makeUsageError(answer.refused) : new FailureError(answer.refused);
  const lines = "done" in answer ? answer.done : [];
  printReport(terminal, makeRadioDoneReport(lines), place.json, formatRadioDoneReport);
  return exitCode.good;
}

async function askDaemon({ plan, state }: DaemonPlace, request: ControlRequest): Promise<ControlAnswer> {
  const folder = findStateFolder(state, inputFileOf({ instance: undefined, plan }));
  const answer = await askControl(findControlSocket(folder), "`ors radio run`", request);
  return answer as ControlAnswer;
}

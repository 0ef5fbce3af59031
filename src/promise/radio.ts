/** The promise `radio`: every Lopcomm Radio Unit is in service, and has no alarm. */
import { getStateFolder } from "../state/state-folder.ts";
import { inPartition, planOption, stateOption } from "./options.ts";
import type { PromiseDefinition } from "./promise.ts";
import { fails, holds, inOneLine, type Verdict } from "./verdict.ts";

export const radio: PromiseDefinition = {
  name: "radio",
  summary: "every Lopcomm Radio Unit is in service",
  options: [planOption, stateOption],
  example: "ors promise radio --plan etc/plan.json",
  install: ({ site }) =>
    !site.testing && site.radioUnits.some(({ management }) => management !== null)
      ? { plan: inPartition.plan }
      : null,
  services: ["radio"],
  check: async ({ plan, state }) => {
    const folder = getStateFolder({ state, plan, instance: undefined });
    const [{ readRadioStatus }, { isRunning }] = await Promise.all([
      import("../mplane/status/status-file.ts"),
      import("../state/process-identity.ts"),
    ]);
    const status = readRadioStatus(folder);
    if (status === undefined) return fails(`no daemon wrote its state to ${folder}: ${remedy}`);
    const { pid, start_ticks: startTicks, written } = status;
    if (startTicks === null || !isRunning({ pid, startTicks }))
      return fails(`the daemon that wrote at ${written} has ended: ${remedy}`);
    return judgeRadioUnits(status, new Date());
  },
};

const remedy = "see the log of the service radio";

/** The daemon writes each half minute at least. */
const maxAgeMs = 90_000;

type Known = {
  readonly written: string;
  readonly radio_units: readonly {
    readonly ru: string;
    readonly state: string;
    readonly problem: string | null;
    readonly alarms: readonly {
      readonly fault_id: number;
      readonly source: string;
      readonly severity: string;
      readonly text: string;
    }[];
  }[];
};

/** @param now time of day */
export function judgeRadioUnits({ written, radio_units: all }: Known, now: Date): Verdict {
  if (now.getTime() - Date.parse(written) > maxAgeMs)
    return fails(`the daemon has not written its state since ${written}: ${remedy}`);
  const problems = all.flatMap(({ ru, state, problem, alarms }) => [
    ...(state === "in service" ? [] : [`${JSON.stringify(ru)} is ${state}: ${problem}`]),
    ...alarms.map(
      ({ fault_id, severity, source, text }) =>
        `${JSON.stringify(ru)}: ${severity} alarm ${fault_id} of ${source}: ${text}`,
    ),
  ]);
  if (problems.length > 0) return fails(inOneLine(problems));
  return holds(`${all.length} ${all.length === 1 ? "Radio Unit is" : "Radio Units are"} in service`);
}

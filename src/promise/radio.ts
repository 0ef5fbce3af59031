/** The promise `radio`: every Lopcomm Radio Unit is in service, and has no alarm. */
import type { RadioUnitStatus } from "../report/radio.ts";
import { getStateFolder } from "../state/state-folder.ts";
import { settleSeconds } from "./kept/kept-results.ts";
import { inPartition, planOption, stateOption } from "./options.ts";
import type { PromiseDefinition } from "./promise.ts";
import { fails, failsLastingly, holds, inOneLine, type Verdict } from "./verdict.ts";

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
  needs: ["capability"],
  check: async ({ plan, state }) => {
    const folder = getStateFolder({ state, plan, instance: undefined });
    const [{ readRadioStatus }, { computeFilesDigest }, { isRunning }] = await Promise.all([
      import("../mplane/status/status-file.ts"),
      import("../mplane/status/taken-files.ts"),
      import("../state/process-identity.ts"),
    ]);
    const status = readRadioStatus(folder);
    if (status === undefined) return fails(`no daemon wrote its state to ${folder}: ${remedy}`);
    const { pid, start_ticks: startTicks, written } = status;
    if (startTicks === null || !isRunning({ pid, startTicks }))
      return fails(`the daemon that wrote at ${written} has ended: ${remedy}`);
    const { files } = status;
    if (files === null) return fails(`the daemon has not read its files yet: ${remedy}`);
    // what it says is about Radio Units as other files had them
    if (files !== undefined && computeFilesDigest(files) !== files.digest)
      return fails(`the daemon has not taken the files in ${files.rendered} as they are now: ${remedy}`);
    return judgeRadioUnits(status, new Date());
  },
};

const remedy = "see the log of the service radio";

/** The daemon writes each half minute at least. */
const maxAgeMs = 90_000;

type Known = { readonly written: string; readonly radio_units: readonly KnownRadioUnit[] };

type KnownRadioUnit = Pick<RadioUnitStatus, "ru" | "state" | "problem" | "age" | "read_at"> & {
  readonly alarms: readonly KnownAlarm[];
};

type KnownAlarm = {
  readonly fault_id: number;
  readonly source: string;
  readonly severity: string;
  readonly text: string;
};

/** @param now time of day */
export function judgeRadioUnits({ written, radio_units: all }: Known, now: Date): Verdict {
  if (now.getTime() - Date.parse(written) > maxAgeMs)
    return fails(`the daemon has not written its state since ${written}: ${remedy}`);
  const bad = all.filter(({ state, alarms }) => state !== "in service" || alarms.length > 0);
  if (bad.length === 0)
    return holds(`${all.length} ${all.length === 1 ? "Radio Unit is" : "Radio Units are"} in service`);
  const sinceWritten = (now.getTime() - Date.parse(written)) / 1000;
  const isComing = bad.every((radioUnit) => isOnItsWay(radioUnit, radioUnit.age + sinceWritten));
  return (isComing ? fails : failsLastingly)(inOneLine(bad.flatMap(describeProblems)));
}

/**
 * Whether it may be in service in a moment. One that never answered has to be given power, start, and get an address, which
 * takes minutes; one that is where it is for longer than services take to start stays there.
 *
 * @param age s that its state has lasted
 */
function isOnItsWay({ state, read_at: readAt }: KnownRadioUnit, age: number): boolean {
  const hasAnswered = readAt !== null || (state !== "absent" && state !== "greeting");
  return hasAnswered && age < settleSeconds;
}

function describeProblems({ ru, state, problem, alarms }: KnownRadioUnit): string[] {
  const away = state === "in service" ? [] : [`${JSON.stringify(ru)} is ${state}: ${problem}`];
  return [...away, ...alarms.map((alarm) => describeAlarm(ru, alarm))];
}

function describeAlarm(ru: string, { fault_id, severity, source, text }: KnownAlarm): string {
  return `${JSON.stringify(ru)}: ${severity} alarm ${fault_id} of ${source}: ${text}`;
}

/** The watch as a service: the plan's file, the operators' marks, signals, state file and metrics around it. */
import { mkdirSync, realpathSync } from "node:fs";
import { FailureError } from "../issue/exit-code.ts";
import { isSamePlan } from "../plan/plan-json.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import type { MetricsFile } from "../report/metrics/metrics-format.ts";
import { readStartTicks } from "../state/process-identity.ts";
import { getMarksFolder, readTakenDown } from "../state/taken-down.ts";
import {
  getStatusFile,
  isWatchAlive,
  ownVersion,
  readWatchStatus,
  type WatchStatus,
} from "../state/watch-status.ts";
import { getSubtaps } from "../tap/wanted-tap.ts";
import { processClock } from "./clock.ts";
import { type FileWatch, watchFile, watchFolder } from "./file-watch.ts";
import type { Log } from "./log.ts";
import { createPlanReader, type ReadPlan } from "./plan-reader.ts";
import { formatWatchMetrics } from "./publish/metrics.ts";
import { createPublisher, type PublishedFile } from "./publish/publisher.ts";
import { createTrampoline, type Trampoline } from "./reconcile/trampoline.ts";
import { createLockHolder } from "./slaptap-lock.ts";
import { connectKernel } from "./sync/live-kernel.ts";
import type { Slice } from "./sync/worker.ts";
import { describePlan, startWatch, type Watch } from "./watch.ts";

export type ServiceOptions = {
  /** Reads the plan anew; InputError where it is invalid. */
  readonly readPlan: () => Promise<TapPlan>;
  /** The file that it comes from; null where that cannot change. */
  readonly source: string | null;
  /** Folder of the state file and of the operators' marks. */
  readonly state: string;
  /** File of the metrics, and their format. */
  readonly metrics: MetricsFile | null;
  /** Path of the trampoline. */
  readonly trampoline: string;
  readonly settleMs: number;
  readonly slice: Slice;
  readonly queueBytes: number;
  readonly receiveBuffer: number;
  /** Resolves with the signal that ends the service; what it is given is called for SIGHUP. */
  readonly awaitEnd: (onHangUp: () => void) => Promise<string>;
};

/**
 * Watches until it is ended; SIGHUP reads plan and marks anew.
 *
 * @throws InputError where the first plan is invalid; FailureError where another watch has the state folder or the
 *   slaptap, or the folder cannot be made; LibcError where no netlink socket can be opened
 */
export async function runService(options: ServiceOptions, log: Log): Promise<void> {
  const plan = await options.readPlan();
  makeStateFolder(options.state);
  refuseSecond(options.state);
  const lock = createLockHolder(getUser(), (text) => log.say("WARNING", text));
  lock.move(plan.slaptap);
  const parts = startParts(options, log, plan);
  const { now, watch, trampoline, publisher } = parts;
  const readMarks = () => {
    takeMarks(now, options.state, watch, log);
    publisher.noteChange();
  };
  const readLockedPlan = async () => {
    const read = await options.readPlan();
    lock.move(read.slaptap);
    return read;
  };
  const readPlan = createPlanReader(readLockedPlan, (read) => {
    takePlan(now, read, watch, log);
    prepareTrampoline(now.plan, trampoline);
    publisher.noteChange();
  });
  const files = watchFiles(options, readMarks, readPlan);
  const signal = await options.awaitEnd(() => {
    log.say("INFO", "SIGHUP: reading plan, marks and kernel anew", { event: "reload" });
    readMarks();
    readPlan();
    watch.lookAnew("SIGHUP");
  });
  log.say("INFO", `${signal}: ending`, { event: "end", signal });
  for (const file of files) file.close();
  await Promise.all([watch.stop(), trampoline.close()]);
  lock.move(null);
  now.hasEnded = true;
  await publisher.stop();
}

/** What the service knows beside the watch itself. */
type Now = {
  readonly started: string;
  plan: TapPlan;
  takenDown: ReadonlySet<string>;
  /** Why the plan is not that of the file. */
  planProblem: string | null;
  hasEnded: boolean;
};

function startParts(options: ServiceOptions, log: Log, plan: TapPlan) {
  const { state, receiveBuffer } = options;
  const takenDown = readTakenDown(state);
  const now: Now = { started: getTimeOfDay(), plan, takenDown, planProblem: null, hasEnded: false };
  log.say("INFO", `watching ${describePlan(plan)}`, { event: "start", pid: process.pid, state });
  if (getSubtaps(plan).length === 0) log.say("INFO", nothingToKeep, { event: "no-subtaps" });
  const files = listPublishedFiles(options, () => getStatus(now, watch));
  const publisher = createPublisher(files, (why) => log.say("ERROR", why), processClock);
  const trampoline = createTrampoline(options.trampoline);
  const kernel = connectKernel({ receiveBuffer, warn: (text) => log.say("WARNING", text) });
  const watch = startWatch(
    { ...options, plan, takenDown, user: getUser() },
    {
      kernel,
      apply: trampoline.apply,
      log,
      clock: processClock,
      timeOfDay: getTimeOfDay,
      noteStatus: publisher.noteChange,
    },
  );
  prepareTrampoline(plan, trampoline);
  return { now, watch, trampoline, publisher };
}

/** An instance without CPRI Radio Units, or with one that has the slaptap alone. */
const nothingToKeep =
  "the plan has no subtaps: none is kept, leftovers are removed, another plan is waited for";

function getTimeOfDay(): string {
  return new Date().toISOString();
}

function getUser(): number {
  return process.getuid?.() ?? 0;
}

function prepareTrampoline(plan: TapPlan, trampoline: Trampoline): void {
  if (getSubtaps(plan).length > 0) trampoline.prepare();
}

function getStatus(now: Now, watch: Watch): WatchStatus {
  return {
    version: ownVersion,
    pid: process.pid,
    startTicks: readStartTicks(process.pid) ?? 0,
    alive: !now.hasEnded,
    started: now.started,
    written: getTimeOfDay(),
    slaptap: now.plan.slaptap,
    subtaps: getSubtaps(now.plan).length,
    takenDown: [...now.takenDown],
    planProblem: now.planProblem,
    ...watch.getHealth(),
  };
}

function takeMarks(now: Now, state: string, watch: Watch, log: Log): void {
  try {
    now.takenDown = readTakenDown(state);
  } catch (error) {
    log.say("ERROR", `the marks of operators cannot be read: ${(error as Error).message}`);
    return;
  }
  const names = [...now.takenDown].join(", ");
  const text = names === "" ? "no subtap is taken down" : `taken down: ${names}`;
  log.say("INFO", text, { event: "taken-down" });
  watch.setTakenDown(now.takenDown);
}

function takePlan(now: Now, read: ReadPlan, watch: Watch, log: Log): void {
  if ("problem" in read) {
    now.planProblem = read.problem;
    log.say("ERROR", `the plan is kept as it was: ${read.problem}`, { event: "plan-invalid" });
    return;
  }
  const wasInvalid = now.planProblem !== null;
  now.planProblem = null;
  if (isSamePlan(read.plan, now.plan)) {
    if (wasInvalid) log.say("INFO", "the plan is valid again, and unchanged", { event: "plan" });
    return;
  }
  now.plan = read.plan;
  log.say("INFO", `another plan: ${describePlan(now.plan)}`, { event: "plan" });
  watch.setPlan(now.plan);
}

function watchFiles(options: ServiceOptions, readMarks: () => void, readPlan: () => void): FileWatch[] {
  return [
    watchFolder(getMarksFolder(options.state), readMarks, processClock),
    ...listSourcePaths(options.source).map((path) => watchFile(path, readPlan, processClock)),
  ];
}

function listPublishedFiles(
  { state, metrics }: ServiceOptions,
  getStatus: () => WatchStatus,
): PublishedFile[] {
  const json = () => `${JSON.stringify(getStatus(), null, 2)}\n`;
  const statusJson: PublishedFile = {
    path: getStatusFile(state),
    mode: 0o640,
    content: json,
    hasHeartbeat: false,
  };
  if (metrics === null) return [statusJson];
  const { path, format } = metrics;
  const content = () => formatWatchMetrics(getStatus(), format);
  // node_exporter is another user.
  return [statusJson, { path, mode: 0o644, content, hasHeartbeat: true }];
}

/** The file that the plan comes from; and, where that is a symbolic link, the one that it leads to. */
function listSourcePaths(source: string | null): string[] {
  return source === null ? [] : [...new Set([source, realpathSync(source)])];
}

function makeStateFolder(state: string): void {
  try {
    mkdirSync(getMarksFolder(state), { recursive: true });
  } catch (error) {
    throw new FailureError(`${state}: no folder for the state: ${(error as Error).message}`);
  }
}

function refuseSecond(state: string): void {
  const other = readWatchStatus(state);
  if (other === null || other.pid === process.pid || !isWatchAlive(other)) return;
  throw new FailureError(
    `${getStatusFile(state)}: process ${other.pid} watches already; give another --state`,
  );
}

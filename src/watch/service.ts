/** The watch as a service: the plan's file, the operators' marks, signals, state file and metrics around it. */
import { mkdirSync, realpathSync } from "node:fs";
import { FailureError, InputError } from "../issue/exit-code.ts";
import { formatIssue } from "../issue/format.ts";
import { isSamePlan } from "../plan/plan-json.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import { startTicks } from "../state/process-identity.ts";
import { marksFolder, readTakenDown } from "../state/taken-down.ts";
import { isAlive, readStatus, statusFile, type WatchStatus } from "../state/watch-status.ts";
import { subtapsOf } from "../tap/wanted-tap.ts";
import { processClock } from "./clock.ts";
import { type FileWatch, watchFile, watchFolder } from "./file-watch.ts";
import { liveKernel } from "./follow/live-kernel.ts";
import type { Slice } from "./follow/worker.ts";
import { createTrampoline } from "./heal/trampoline.ts";
import type { Log } from "./log.ts";
import { formatMetrics } from "./metrics.ts";
import { createPublisher, type PublishedFile } from "./publisher.ts";
import { describePlan, startWatch, type Watch } from "./watch.ts";

export type ServiceOptions = {
  /** Reads the plan anew; InputError where it is invalid. */
  readonly readPlan: () => Promise<TapPlan>;
  /** The file that it comes from; null where that cannot change. */
  readonly source: string | null;
  /** Folder of the state file and of the operators' marks. */
  readonly state: string;
  /** File of the metrics. */
  readonly metrics: string | null;
  /** Path of the trampoline. */
  readonly trampoline: string;
  readonly settle: number;
  readonly slice: Slice;
  readonly queueBytes: number;
  readonly receiveBuffer: number;
};

/**
 * Watches until SIGTERM or SIGINT; SIGHUP reads plan and marks anew.
 *
 * @throws InputError where the first plan is invalid; FailureError where another watch has the state folder, or it
 *   cannot be made; LibcError where there is no netlink socket to be had
 */
export async function runService(options: ServiceOptions, log: Log): Promise<void> {
  const { state } = options;
  const plan = await options.readPlan();
  makeStateFolder(state);
  refuseSecond(state);
  const now: Now = { plan, takenDown: readTakenDown(state), planProblem: null, looked: null, ended: false };
  log.say("INFO", `watching ${describePlan(plan)}`, { event: "start", pid: process.pid, state });

  const started = new Date().toISOString();
  const status = () => statusOf(now, started, watch);
  const publisher = createPublisher(published(options, status), (why) => log.say("ERROR", why), processClock);
  const trampoline = createTrampoline(options.trampoline);
  const watch = startWatch(
    { ...options, plan, takenDown: now.takenDown, user: process.getuid?.() ?? 0 },
    {
      kernel: liveKernel({
        receiveBuffer: options.receiveBuffer,
        warn: (text) => log.say("WARNING", text),
      }),
      apply: trampoline.apply,
      log,
      clock: processClock,
      looked: () => {
        now.looked = new Date().toISOString();
      },
      noteStatus: publisher.touch,
    },
  );
  const prepare = () => {
    if (subtapsOf(now.plan).length > 0) trampoline.prepare();
  };
  prepare();

  const readMarks = () => {
    takeMarks(now, state, watch, log);
    publisher.touch();
  };
  const readPlan = createReader(options.readPlan, (read) => {
    takePlan(now, read, watch, log);
    prepare();
    publisher.touch();
  });
  const files = watchFiles(options, readMarks, readPlan);
  const signal = await untilEnd(() => {
    log.say("INFO", "SIGHUP: reading anew", { event: "reload" });
    readMarks();
    readPlan();
    watch.lookAnew("SIGHUP");
  });
  log.say("INFO", `${signal}: ending`, { event: "end", signal });
  for (const file of files) file.close();
  await Promise.all([watch.stop(), trampoline.close()]);
  now.ended = true;
  await publisher.stop();
}

/** What the service knows beside the watch itself. */
type Now = {
  plan: TapPlan;
  takenDown: ReadonlySet<string>;
  /** Why the plan is not that of the file. */
  planProblem: string | null;
  /** When the kernel's state was last read as a whole. */
  looked: string | null;
  ended: boolean;
};

function statusOf(now: Now, started: string, watch: Watch): WatchStatus {
  return {
    pid: process.pid,
    startTicks: startTicks(process.pid) ?? 0,
    alive: !now.ended,
    started,
    written: new Date().toISOString(),
    slaptap: now.plan.slaptap,
    subtaps: subtapsOf(now.plan).length,
    takenDown: [...now.takenDown],
    planProblem: now.planProblem,
    lastResynchronisation: now.looked,
    ...watch.status(),
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

function takePlan(now: Now, read: Read, watch: Watch, log: Log): void {
  if ("problem" in read) {
    now.planProblem = read.problem;
    log.say("ERROR", `the plan is kept as it was: ${read.problem}`, { event: "plan-invalid" });
    return;
  }
  now.planProblem = null;
  if (isSamePlan(read.plan, now.plan)) return;
  now.plan = read.plan;
  log.say("INFO", `another plan: ${describePlan(now.plan)}`, { event: "plan" });
  watch.setPlan(now.plan);
}

function watchFiles(options: ServiceOptions, readMarks: () => void, readPlan: () => void): FileWatch[] {
  return [
    watchFolder(marksFolder(options.state), readMarks, processClock),
    ...sourcePaths(options.source).map((path) => watchFile(path, readPlan, processClock)),
  ];
}

function published({ state, metrics }: ServiceOptions, status: () => WatchStatus): PublishedFile[] {
  const json = () => `${JSON.stringify(status(), null, 2)}\n`;
  const files: PublishedFile[] = [{ path: statusFile(state), mode: 0o640, content: json }];
  // node_exporter is another user.
  if (metrics !== null) files.push({ path: metrics, mode: 0o644, content: () => formatMetrics(status()) });
  return files;
}

/** The file that the plan comes from; and, where that is a symbolic link, the one that it leads to. */
function sourcePaths(source: string | null): string[] {
  return source === null ? [] : [...new Set([source, realpathSync(source)])];
}

function makeStateFolder(state: string): void {
  try {
    mkdirSync(marksFolder(state), { recursive: true });
  } catch (error) {
    throw new FailureError(`${state}: no folder for the state: ${(error as Error).message}`);
  }
}

function refuseSecond(state: string): void {
  const other = readStatus(state);
  if (other === null || other.pid === process.pid || !isAlive(other)) return;
  throw new FailureError(`${statusFile(state)}: process ${other.pid} watches already; give another --state`);
}

/** Resolves with the signal that ends the service; SIGHUP does not. */
async function untilEnd(readAnew: () => void): Promise<string> {
  process.on("SIGHUP", readAnew);
  const signal = await new Promise<string>((resolve) => {
    for (const end of ["SIGTERM", "SIGINT"] as const) process.once(end, () => resolve(end));
  });
  process.off("SIGHUP", readAnew);
  return signal;
}

type Read = { readonly plan: TapPlan } | { readonly problem: string };

/** One reading at a time; what is asked for meanwhile is one more after it. */
function createReader(read: () => Promise<TapPlan>, done: (result: Read) => void): () => void {
  let reading = false;
  let again = false;
  const run = async (): Promise<void> => {
    reading = true;
    do {
      again = false;
      done(await read().then((plan) => ({ plan }), problemOf));
    } while (again);
    reading = false;
  };
  return () => {
    if (reading) again = true;
    else void run();
  };
}

function problemOf(error: unknown): Read {
  if (error instanceof InputError) return { problem: error.issues.map(formatIssue).join("; ") };
  return { problem: error instanceof Error ? error.message : String(error) };
}

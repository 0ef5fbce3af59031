/** The watch as a service: the plan's file, the operators' marks, signals, state file and metrics around it. */
import { mkdirSync, realpathSync } from "node:fs";
import type { TapPlan } from "../address/tap-plan.ts";
import { FailureError, InputError } from "../issue/exit-code.ts";
import { formatIssue } from "../issue/format.ts";
import { subtapsOf } from "../tap/wanted-tap.ts";
import { processClock } from "./clock.ts";
import { type FileWatch, watchFile, watchFolder } from "./file-watch.ts";
import { liveKernel } from "./live-kernel.ts";
import type { Log } from "./log.ts";
import { formatMetrics } from "./metrics.ts";
import { createPublisher, type PublishedFile } from "./publisher.ts";
import { startTicks } from "./running.ts";
import { isAlive, readStatus, statusFile, type WatchStatus } from "./status.ts";
import { marksFolder, readTakenDown } from "./taken-down.ts";
import { createTrampoline } from "./trampoline.ts";
import { describePlan, startWatch } from "./watch.ts";
import type { Slice } from "./worker.ts";

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
  makeStateFolder(state);
  refuseSecond(state);
  let plan = await options.readPlan();
  let takenDown = readTakenDown(state);
  let planProblem: string | null = null;
  let lastLook: string | null = null;
  const started = new Date().toISOString();
  const ownTicks = startTicks(process.pid) ?? 0;
  let ended = false;

  const status = (): WatchStatus => ({
    pid: process.pid,
    startTicks: ownTicks,
    alive: !ended,
    started,
    written: new Date().toISOString(),
    slaptap: plan.slaptap,
    subtaps: subtapsOf(plan).length,
    takenDown: [...takenDown],
    planProblem,
    lastResynchronisation: lastLook,
    ...watch.status(),
  });
  const publisher = createPublisher(published(options, status), (why) => log.say("ERROR", why), processClock);
  const warn = (text: string) => log.say("WARNING", text);
  log.say("INFO", `watching ${describePlan(plan)}`, { event: "start", pid: process.pid, state });
  const trampoline = createTrampoline(options.trampoline);
  if (subtapsOf(plan).length > 0) trampoline.prepare();
  const watch = startWatch(
    { ...options, plan, takenDown, user: process.getuid?.() ?? 0 },
    {
      kernel: liveKernel({ receiveBuffer: options.receiveBuffer, warn }),
      apply: trampoline.apply,
      log,
      clock: processClock,
      looked: () => {
        lastLook = new Date().toISOString();
      },
      noteStatus: publisher.touch,
    },
  );

  const readMarks = () => {
    try {
      takenDown = readTakenDown(state);
    } catch (error) {
      log.say("ERROR", `the marks of operators cannot be read: ${(error as Error).message}`);
      return;
    }
    const names = [...takenDown].join(", ");
    log.say("INFO", names === "" ? "no subtap is taken down" : `taken down: ${names}`, {
      event: "taken-down",
    });
    watch.setTakenDown(takenDown);
    publisher.touch();
  };
  const readPlan = createReader(options.readPlan, (read) => {
    if ("problem" in read) {
      planProblem = read.problem;
      log.say("ERROR", `the plan is kept as it was: ${read.problem}`, { event: "plan-invalid" });
    } else {
      planProblem = null;
      if (JSON.stringify(read.plan) !== JSON.stringify(plan)) {
        plan = read.plan;
        log.say("INFO", `another plan: ${describePlan(plan)}`, { event: "plan" });
        watch.setPlan(plan);
        if (subtapsOf(plan).length > 0) trampoline.prepare();
      }
    }
    publisher.touch();
  });
  const files = [watchFolder(marksFolder(state), readMarks, processClock)];
  for (const path of sourcePaths(options.source)) files.push(watchFile(path, readPlan, processClock));

  const readAnew = () => {
    log.say("INFO", "SIGHUP: reading anew", { event: "reload" });
    readMarks();
    readPlan();
    watch.lookAnew("SIGHUP");
  };
  process.on("SIGHUP", readAnew);
  const signal = await ending();
  process.off("SIGHUP", readAnew);
  log.say("INFO", `${signal}: ending`, { event: "end", signal });
  for (const file of files as readonly FileWatch[]) file.close();
  await Promise.all([watch.stop(), trampoline.close()]);
  ended = true;
  await publisher.stop();
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

/** Resolves with the signal that ends the service. */
function ending(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve(signal));
  });
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

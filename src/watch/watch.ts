/**
 * The watch put together: sync and reconciler, and what is reported about them. When the mirror is first there, and whenever
 * it changes, the plan is compared with it and the trampoline mends what differs.
 */
import { isSameNetwork } from "../net/ipv6-network.ts";
import { formatMessage } from "../netlink/messages/format.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import { getSubtaps } from "../tap/wanted-tap.ts";
import { type Assurance, createAssurance } from "./assurance.ts";
import type { Clock } from "./clock.ts";
import { type Health, type HealthEvent, startingHealth, stepHealth } from "./health.ts";
import type { Log } from "./log.ts";
import { type Comparison, compare } from "./reconcile/comparison.ts";
import { type Reconciler, startReconciler } from "./reconcile/reconciler.ts";
import type { ReconcilerNews, Run } from "./reconcile/reconciler-state.ts";
import { createNewsSayer } from "./say-news.ts";
import { findLinkName, getKernelState } from "./sync/mirror.ts";
import { type KernelSource, type Sync, type SyncCounters, type SyncReports, startSync } from "./sync/sync.ts";
import type { Slice } from "./sync/worker.ts";

export type WatchOptions = {
  readonly plan: TapPlan;
  readonly takenDown: ReadonlySet<string>;
  /** Who asks the trampoline: the user of this process. */
  readonly user: number;
  /** From the first message about a change until it is looked at. */
  readonly settleMs: number;
  readonly slice: Slice;
  readonly queueBytes: number;
};

/** What the watch acts on and reports to; a test hands in its own. */
export type WatchEffects = {
  readonly kernel: KernelSource;
  readonly apply: (plan: TapPlan, down: ReadonlySet<string>) => Promise<Run>;
  readonly log: Log;
  readonly clock: Clock;
  /** Time of day, ISO 8601. */
  readonly timeOfDay: () => string;
  /** Something of the status is other than before. */
  readonly noteStatus: () => void;
};

export type Watch = {
  readonly setPlan: (plan: TapPlan) => void;
  readonly setTakenDown: (names: ReadonlySet<string>) => void;
  /** Reads the kernel's state as a whole. */
  readonly lookAnew: (why: string) => void;
  readonly getHealth: () => WatchHealth;
  /** Ends it; resolves when the trampoline's run under way has ended. */
  readonly stop: () => Promise<void>;
};

export type WatchHealth = Health & SyncCounters & { readonly lastResynchronisation: string | null };

export function startWatch(options: WatchOptions, effects: WatchEffects): Watch {
  const now: Now = { plan: options.plan, takenDown: options.takenDown, health: startingHealth, looked: null };
  const noteHealth = (event: HealthEvent) => {
    now.health = stepHealth(now.health, event, effects.timeOfDay());
    effects.noteStatus();
  };
  const assurance = createAssurance(effects.clock, () => sync.lookAnew(assuranceReason));
  const reconciler = connectReconciler(options, effects, now, noteHealth, () => sync);
  const reports = makeSyncReports(effects, now, noteHealth, reconciler, assurance);
  const { slice, queueBytes } = options;
  const sync = startSync(effects.kernel, { scope: options.plan, slice, queueBytes }, reports, effects.clock);
  return {
    setPlan: (plan) => replacePlan(now, plan, sync, reconciler),
    setTakenDown: (names) => {
      now.takenDown = names;
      reconciler.noteChanged("marks");
    },
    lookAnew: sync.lookAnew,
    getHealth: () => ({ ...now.health, ...sync.counters(), lastResynchronisation: now.looked }),
    stop: async () => {
      assurance.stop();
      sync.stop();
      await reconciler.stop();
    },
  };
}

function isSameRange({ range: a }: TapPlan, { range: b }: TapPlan): boolean {
  return a === null || b === null ? a === b : isSameNetwork(a, b);
}

/** How many subtaps a plan has, for the log. */
export function describePlan(plan: TapPlan): string {
  const count = getSubtaps(plan).length;
  return `${plan.slaptap ?? "no slaptap"}, ${count} ${count === 1 ? "subtap" : "subtaps"}`;
}

type Now = {
  plan: TapPlan;
  takenDown: ReadonlySet<string>;
  health: Health;
  /** When the kernel's state was last read as a whole. */
  looked: string | null;
};

type Note = (event: HealthEvent) => void;

function replacePlan(now: Now, plan: TapPlan, sync: Sync, reconciler: Reconciler): void {
  const isElsewhere = plan.slaptap !== now.plan.slaptap || !isSameRange(plan, now.plan);
  now.plan = plan;
  reconciler.noteChanged("plan");
  if (isElsewhere) sync.setScope(plan);
}

function connectReconciler(
  { settleMs, user }: WatchOptions,
  { apply, log, clock, noteStatus }: WatchEffects,
  now: Now,
  noteHealth: Note,
  getSync: () => Sync,
): Reconciler {
  const say = createNewsSayer(log);
  const compareNow = (): Comparison | null => {
    const mirror = getSync().mirror();
    if (mirror === null) return null;
    const comparison = compare(now.plan, now.takenDown, getKernelState(mirror, user));
    if (comparison.kind === "same") noteHealth({ kind: "found", condition: "in sync", problem: null });
    if (comparison.kind === "blocked")
      noteHealth({ kind: "found", condition: "blocked", problem: comparison.why });
    return comparison;
  };
  const tell = (news: ReconcilerNews) => {
    say(news);
    noteHealth(news);
    noteStatus();
  };
  return startReconciler(
    settleMs,
    {
      compare: compareNow,
      apply: ({ down }) => apply(now.plan, down),
      catchUp: (callBack) => getSync().catchUp(callBack),
      lookAnew: (why) => getSync().lookAnew(why),
      tell,
    },
    clock,
  );
}

/** Why the kernel is read anew some time after each change: nobody asks for a line about it. */
const assuranceReason = "assurance";

function makeSyncReports(
  { log, noteStatus, timeOfDay }: WatchEffects,
  now: Now,
  noteHealth: Note,
  reconciler: Reconciler,
  assurance: Assurance,
): SyncReports {
  return {
    changed: (message, mirror) => {
      log.sayKernel(() => formatMessage(message, (index) => findLinkName(mirror, index)));
      assurance.noteChanged();
      reconciler.noteChanged("drift");
    },
    worked: noteStatus,
    lost: (why, dropped, pauseMs) => {
      const text = `messages lost: ${why.message}; ${dropped} dropped, reading the kernel's state in ${pauseMs} ms`;
      log.say("WARNING", text, { event: "lost", dropped, pause_ms: pauseMs });
      noteHealth({ kind: "lost", why: why.message });
    },
    looked: (why, restarts) => {
      const again = restarts === 0 ? "" : `, begun anew ${restarts} times`;
      const level = why === assuranceReason ? "DEBUG" : "INFO";
      log.say(level, `read the kernel's state: ${why}${again}`, { event: "looked", why, restarts });
      now.looked = timeOfDay();
      reconciler.noteChanged("drift");
      noteStatus();
    },
  };
}

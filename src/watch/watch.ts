/**
 * The watch put together: follower, keeper, and what is told about them. When the picture is first there, and whenever
 * it changes, the plan is compared with it and the trampoline puts right what differs.
 */

import { isSameNetwork } from "../net/ipv6-network.ts";
import { formatMessage } from "../netlink/messages/format.ts";
import type { Message } from "../netlink/messages/message.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import type { Condition } from "../state/watch-status.ts";
import { type Change, formatChange, formatDifference } from "../tap/change.ts";
import { subtapsOf } from "../tap/wanted-tap.ts";
import type { Clock } from "./clock.ts";
import { createFollower, type Follower, type KernelSource } from "./follow/follower.ts";
import type { Slice } from "./follow/worker.ts";
import { type Comparison, compare } from "./heal/comparison.ts";
import { createKeeper, type KeeperEvents, type Run } from "./heal/keeper.ts";
import type { Log } from "./log.ts";

export type WatchOptions = {
  readonly plan: TapPlan;
  readonly takenDown: ReadonlySet<string>;
  /** Who asks the trampoline: the user of this process. */
  readonly user: number;
  /** Milliseconds from the first message about a change until it is looked at. */
  readonly settle: number;
  readonly slice: Slice;
  readonly queueBytes: number;
};

/** What the watch acts on and tells; a test hands in its own. */
export type Surroundings = {
  readonly kernel: KernelSource;
  readonly apply: (plan: TapPlan, down: ReadonlySet<string>) => Promise<Run>;
  readonly log: Log;
  readonly clock: Clock;
  /** The kernel's state was read as a whole. */
  readonly looked: () => void;
  /** Something of the status is other than before. */
  readonly noteStatus: () => void;
};

export type Watch = {
  readonly setPlan: (plan: TapPlan) => void;
  readonly setTakenDown: (names: ReadonlySet<string>) => void;
  /** Reads the kernel's state as a whole. */
  readonly lookAnew: (why: string) => void;
  readonly status: () => WatchCondition;
  /** Ends it; resolves when the trampoline's run under way has ended. */
  readonly stop: () => Promise<void>;
};

export type WatchCondition = ReturnType<Follower["counters"]> & {
  readonly condition: Condition;
  readonly problem: string | null;
  readonly healed: number;
  readonly changes: number;
  readonly failures: number;
};

/** So long after the last change the picture is taken anew once: what no message tells is seen then. ms */
export const assureAfter = 1000;

export function startWatch(options: WatchOptions, surroundings: Surroundings): Watch {
  const { clock, log, noteStatus } = surroundings;
  let { plan, takenDown } = options;
  let [healed, changes, failures] = [0, 0, 0];
  let condition: Condition = "looking";
  let problem: string | null = null;

  const enter = (next: Condition, why: string | null = null) => {
    condition = next;
    problem = why;
    noteStatus();
  };
  const compareNow = (): Comparison | null => {
    const picture = follower.picture();
    if (picture === null) return null;
    const comparison = compare(plan, takenDown, picture.state(options.user));
    if (comparison.kind === "same") enter("true");
    if (comparison.kind === "blocked") enter("blocked", comparison.why);
    return comparison;
  };
  const keeper = createKeeper(
    options.settle,
    {
      compare: compareNow,
      apply: ({ down }) => surroundings.apply(plan, down),
      catchUp: (then) => follower.catchUp(then),
      lookAnew: (why) => follower.lookAnew(why),
    },
    tellKeeper(log, {
      drift: () => enter("healing"),
      healed: (run) => {
        healed++;
        changes += run.changes.length;
        enter("true");
      },
      failed: (why) => {
        failures++;
        enter("failing", why);
      },
      blocked: noteStatus,
      same: noteStatus,
    }),
    clock,
  );
  const assure = createAssurance(clock, () => follower.lookAnew("assurance"));
  const follower = createFollower(
    surroundings.kernel,
    { scope: plan, slice: options.slice, queueBytes: options.queueBytes },
    {
      changed: (message: Message, picture) => {
        log.event(() => formatMessage(message, picture.nameOf));
        assure.touch();
        keeper.changed();
      },
      worked: noteStatus,
      lost: (why, dropped, pause) => {
        const text = `messages lost: ${why.message}; ${dropped} dropped, looking anew in ${pause} ms`;
        log.say("WARNING", text, { event: "lost", dropped, pause });
        enter("looking", why.message);
      },
      looked: (why, restarts) => {
        const again = restarts === 0 ? "" : `, begun anew ${restarts} times`;
        if (why !== "assurance")
          log.say("INFO", `looked: ${why}${again}`, { event: "looked", why, restarts });
        surroundings.looked();
        keeper.changed();
        noteStatus();
      },
    },
    clock,
  );
  return {
    setPlan: (wanted) => {
      const moved = wanted.slaptap !== plan.slaptap || !isSameRange(wanted, plan);
      plan = wanted;
      if (moved) follower.setScope(wanted);
      else keeper.changed();
    },
    setTakenDown: (names) => {
      takenDown = names;
      keeper.changed();
    },
    lookAnew: (why) => follower.lookAnew(why),
    status: () => ({ ...follower.counters(), condition, problem, healed, changes, failures }),
    stop: async () => {
      assure.stop();
      follower.stop();
      await keeper.stop();
    },
  };
}

function isSameRange({ range: a }: TapPlan, { range: b }: TapPlan): boolean {
  return a === null || b === null ? a === b : isSameNetwork(a, b);
}

/** How many subtaps a plan has, for the log. */
export function describePlan(plan: TapPlan): string {
  const count = subtapsOf(plan).length;
  return `${plan.slaptap ?? "no slaptap"}, ${count} ${count === 1 ? "subtap" : "subtaps"}`;
}

/** Repeated so often, and ten times as often again, a drift is worth a warning. */
const worthWarning = [10, 100, 1000];

/** Log lines of what the keeper does, before the events themselves. */
function tellKeeper(log: Log, events: KeeperEvents): KeeperEvents {
  /** The drift that was told last and is not healed: trying again is no news. */
  let told = "";
  return {
    drift: (differences) => {
      const lines = shown(differences);
      const news = lines.join() !== told;
      told = lines.join();
      if (news) for (const one of lines) log.say("INFO", `drift: ${one}`, { event: "drift" });
      events.drift(differences);
    },
    healed: (run, milliseconds, often) => {
      told = "";
      const text = `healed in ${milliseconds.toFixed(1)} ms: ${run.changes.map(formatChange).join(", ")}`;
      log.say("INFO", text, { event: "healed", milliseconds, changes: run.changes.map(formatChange) });
      if (worthWarning.includes(often)) {
        const again = `the same was put right ${often} times in short order: something else changes it`;
        log.say("WARNING", again, { event: "repeated", often });
      }
      events.healed(run, milliseconds, often);
    },
    failed: (why, pause) => {
      log.say("ERROR", `${why}; next try in ${pause} ms`, { event: "failed", why, pause });
      events.failed(why, pause);
    },
    blocked: (why) => {
      log.say("WARNING", `waiting: ${why}`, { event: "blocked", why });
      events.blocked(why);
    },
    same: () => {
      log.say("INFO", "the kernel is as planned", { event: "same" });
      events.same();
    },
  };
}

const mostShown = 20;

function shown(changes: readonly Change[]): string[] {
  const lines = changes.slice(0, mostShown).map(formatDifference);
  return changes.length > mostShown ? [...lines, `and ${changes.length - mostShown} more`] : lines;
}

type Assurance = { readonly touch: () => void; readonly stop: () => void };

/** Runs once it has not been touched for a while; nothing fires where nothing changes. */
function createAssurance(clock: Clock, run: () => void): Assurance {
  let touchedAt = 0;
  let cancel: (() => void) | null = null;
  const wait = (delay: number) => {
    cancel = clock.later(delay, () => {
      const quiet = clock.now() - touchedAt;
      cancel = null;
      if (quiet >= assureAfter || quiet < 0) run();
      else wait(assureAfter - quiet);
    });
  };
  return {
    touch: () => {
      touchedAt = clock.now();
      if (cancel === null) wait(assureAfter);
    },
    stop: () => {
      cancel?.();
      cancel = null;
    },
  };
}

/** Log lines of what the reconciler does. */
import { type Change, formatChange, formatDifference } from "../tap/change.ts";
import type { Log } from "./log.ts";
import type { Cause, ReconcilerNews } from "./reconcile/reconciler-state.ts";
import type { Repetition } from "./reconcile/retries.ts";

/** How differences are announced, by what made them. */
const announcements: Readonly<Record<Cause, string>> = {
  start: "to apply",
  drift: "drift",
  plan: "new plan",
  marks: "tap down and tap up",
};

/** Returns what says news; that a difference is tried again is none. */
export function createNewsSayer(log: Log): (news: ReconcilerNews) => void {
  let lastDifference = "";
  return (news) => {
    if (news.kind === "differs") {
      const text = formatLines(news.changes).join();
      if (text !== lastDifference) sayDifference(log, news.cause, news.changes);
      lastDifference = text;
      return;
    }
    if (news.kind === "mended") lastDifference = "";
    sayOutcome(log, news);
  };
}

function sayDifference(log: Log, cause: Cause, changes: readonly Change[]): void {
  for (const line of formatLines(changes)) {
    log.say("INFO", `${announcements[cause]}: ${line}`, {
      event: cause === "drift" ? "drift" : "change",
      cause,
    });
  }
}

function sayOutcome(log: Log, news: Exclude<ReconcilerNews, { kind: "differs" }>): void {
  switch (news.kind) {
    case "mended":
      sayMended(log, news);
      break;
    case "failed": {
      const { why, pauseMs } = news;
      log.say("ERROR", `${why}; next try in ${pauseMs} ms`, { event: "failed", why, pause_ms: pauseMs });
      break;
    }
    case "blocked":
      log.say("WARNING", `waiting: ${news.why}`, { event: "blocked", why: news.why });
      break;
    case "in sync":
      log.say("INFO", "the kernel is as planned", { event: "in sync" });
  }
}

function sayMended(log: Log, news: Extract<ReconcilerNews, { kind: "mended" }>): void {
  const { cause, run, durationMs, maxRepeated } = news;
  const event = cause === "drift" ? "healed" : "applied";
  const changes = run.changes.map(formatChange);
  const text = `${event} in ${durationMs.toFixed(1)} ms: ${limitLines(changes).join(", ")}`;
  log.say("INFO", text, { event, cause, duration_ms: durationMs, changes });
  if (maxRepeated !== null && worthWarning.includes(maxRepeated.times)) sayRepeated(log, maxRepeated);
}

/** Repeated so often, and ten times as often again, a drift is worth a warning. */
const worthWarning: readonly number[] = [10, 100, 1000];

function sayRepeated(log: Log, { change, times }: Repetition): void {
  const text = `"${change}" was healed ${times} times in short order: another program undoes it again and again`;
  log.say("WARNING", text, { event: "repeated", change, times });
}

const maxLines = 20;

function formatLines(changes: readonly Change[]): readonly string[] {
  return limitLines(changes.map(formatDifference));
}

function limitLines(lines: readonly string[]): readonly string[] {
  if (lines.length <= maxLines) return lines;
  return [...lines.slice(0, maxLines), `and ${lines.length - maxLines} more changes`];
}

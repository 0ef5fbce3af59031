import { expect, test } from "vitest";
import { type Health, type HealthEvent, startingHealth, stepHealth } from "../../src/watch/health.ts";
import type { Cause } from "../../src/watch/reconcile/reconciler-state.ts";

const now = "2026-11-21T09:05:00.000Z";
const mended = (cause: Cause): HealthEvent => {
  const change = { verb: "changed", name: "slaptap16-1", what: "mtu", found: null, wanted: null } as const;
  const run = { changes: [change, { ...change, what: "group" }], failure: null } as const;
  return { kind: "mended", cause, run, durationMs: 3, maxRepeated: null };
};
const healthy: Partial<Health> = { condition: "in sync", problem: null };

test.each<[string, HealthEvent, Partial<Health>]>([
  ["lost messages", { kind: "lost", why: "overflow" }, { condition: "looking", problem: "overflow" }],
  ["a comparison without difference", { kind: "found", condition: "in sync", problem: null }, healthy],
  [
    "a comparison with an obstacle",
    { kind: "found", condition: "blocked", problem: "slaptap16 is down" },
    { condition: "blocked", problem: "slaptap16 is down" },
  ],
  ["a difference", { kind: "differs", cause: "drift", changes: [] }, { condition: "healing", problem: null }],
  [
    "a failure",
    { kind: "failed", why: "no capability", pauseMs: 10 },
    { condition: "failing", problem: "no capability", failures: 1 },
  ],
  ["an obstacle", { kind: "blocked", why: "no range" }, { condition: "blocked", problem: "no range" }],
  ["the end of a difference", { kind: "in sync" }, healthy],
  ["a drift healed", mended("drift"), { ...healthy, healed: 1, changes: 2, lastHealed: now }],
  ["another plan", mended("plan"), { ...healthy, applied: 1 }],
  ["the start", mended("start"), { ...healthy, applied: 1 }],
])("%s changes these and nothing else", (_, event, changed) => {
  const before: Health = { ...startingHealth, condition: "failing", problem: "before" };
  expect(stepHealth(before, event, now)).toEqual({ ...before, ...changed });
});

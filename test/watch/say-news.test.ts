import { expect, test } from "vitest";
import type { Change } from "../../src/tap/change.ts";
import type { Cause, ReconcilerNews } from "../../src/watch/reconcile/reconciler-state.ts";
import { createNewsSayer } from "../../src/watch/say-news.ts";

const change: Change = {
  verb: "changed",
  name: "slaptap16-2",
  what: "mtu",
  found: "1400",
  wanted: "1500",
};

/** The lines that some news make. */
function say(...news: ReconcilerNews[]): string[] {
  const lines: string[] = [];
  const sayNews = createNewsSayer({
    say: (level, message) => lines.push(`${level} ${message}`),
    sayKernel: () => {},
  });
  for (const one of news) sayNews(one);
  return lines;
}

const differs = (cause: Cause, ...changes: Change[]): ReconcilerNews => ({ kind: "differs", cause, changes });
const mended = (cause: Cause, times: number | null = null): ReconcilerNews => ({
  kind: "mended",
  cause,
  run: { changes: [change], failure: null },
  durationMs: 4.56,
  maxRepeated: times === null ? null : { change: "changed slaptap16-2 mtu", times },
});

test.each<[Cause, string, string]>([
  ["drift", "drift", "healed"],
  ["start", "to apply", "applied"],
  ["plan", "new plan", "applied"],
  ["marks", "tap down and tap up", "applied"],
])("what %s makes different is announced as %s and ends as %s", (cause, announced, ended) => {
  expect(say(differs(cause, change), mended(cause))).toEqual([
    `INFO ${announced}: changed slaptap16-2 mtu: 1400, wanted 1500`,
    `INFO ${ended} in 4.6 ms: changed slaptap16-2 mtu`,
  ]);
});

test("a difference that is tried again is no news, one that comes back after it was mended is", () => {
  const failed: ReconcilerNews = { kind: "failed", why: "no capability", pauseMs: 30 };
  const lines = say(
    differs("drift", change),
    failed,
    differs("drift", change),
    mended("drift"),
    differs("drift", change),
  );
  expect(lines.map((line) => line.split(":")[0])).toEqual([
    "INFO drift",
    "ERROR no capability; next try in 30 ms",
    "INFO healed in 4.6 ms",
    "INFO drift",
  ]);
});

test.each([
  [9, []],
  [
    10,
    [
      'WARNING "changed slaptap16-2 mtu" was healed 10 times in short order: another program undoes it again and again',
    ],
  ],
  [11, []],
])("what was healed %i times is worth this warning: %j", (times, warnings) => {
  expect(say(mended("drift", times)).slice(1)).toEqual(warnings);
});

test("of very many changes the first ones are said, and how many more there are", () => {
  const many = Array.from({ length: 25 }, (_, number) => ({ ...change, name: `slaptap16-${number + 1}` }));
  const lines = say(differs("start", ...many));
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toBe("INFO to apply: and 5 more changes");
});

test("what stands in the way and its end are said", () => {
  expect(say({ kind: "blocked", why: "slaptap16 is down" }, { kind: "in sync" })).toEqual([
    "WARNING waiting: slaptap16 is down",
    "INFO the kernel is as planned",
  ]);
});

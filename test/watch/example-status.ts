/** A watch that has healed a few drifts, as its state file has it. */
import { ownVersion, type WatchStatus } from "../../src/state/watch-status.ts";

export const exampleStatus: WatchStatus = {
  version: ownVersion,
  pid: 4711,
  startTicks: 123_456,
  alive: true,
  started: "2026-11-21T09:00:00.000Z",
  written: "2026-11-21T09:05:00.000Z",
  slaptap: "slaptap16",
  subtaps: 8,
  takenDown: ["slaptap16-2"],
  condition: "in sync",
  problem: null,
  planProblem: null,
  lastResynchronisation: "2026-11-21T09:04:00.500Z",
  resynchronisations: 3,
  losses: 1,
  messages: 1234,
  healed: 5,
  changes: 17,
  failures: 2,
  lastHealed: "2026-11-21T09:03:00.000Z",
  applied: 1,
  queueLength: 4,
  queuePeak: 40,
};

/** What slapgrid starts. */
import { type Command, createCommand } from "../../console/command.ts";

export const nodeCommands: readonly Command[] = [
  createCommand(
    { name: "partition", summary: "write everything that a SlapOS partition runs with" },
    () => import("../partition/definition.ts"),
    () => import("../partition/run.ts"),
  ),
  createCommand(
    { name: "promise", summary: "one check of a running instance: one line, exit 0 or 1" },
    () => import("../promise/definition.ts"),
    () => import("../promise/run.ts"),
  ),
  createCommand(
    {
      name: "stats-log",
      summary: "append the eNB's statistics to a log, a line of JSON each time; keep the results of promises",
    },
    () => import("../stats-log/definition.ts"),
    () => import("../stats-log/run.ts"),
  ),
];

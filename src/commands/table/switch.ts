/** The switch and what asks it. */
import { type Command, createCommand } from "../../console/command.ts";

export const switchCommands: readonly Command[] = [
  createCommand(
    { name: "switch run", summary: "a learning switch with VLANs over TAPs, in the foreground" },
    () => import("../switch/run/definition.ts"),
    () => import("../switch/run/run.ts"),
  ),
  createCommand(
    { name: "switch apply", summary: "give a running switch another configuration" },
    () => import("../switch/apply/definition.ts"),
    () => import("../switch/apply/run.ts"),
  ),
  createCommand(
    { name: "switch check", summary: "validate the configuration of a switch" },
    () => import("../switch/check/definition.ts"),
    () => import("../switch/check/run.ts"),
  ),
  createCommand(
    { name: "switch show", summary: "draw who is where in a running switch, or list what it knows" },
    () => import("../switch/show/definition.ts"),
    () => import("../switch/show/run.ts"),
  ),
  createCommand(
    { name: "switch capture", summary: "write what one port of a running switch sends and receives" },
    () => import("../switch/capture/definition.ts"),
    () => import("../switch/capture/run.ts"),
  ),
  createCommand(
    { name: "switch metrics", summary: "print the metrics of a running switch" },
    () => import("../switch/metrics/definition.ts"),
    () => import("../switch/metrics/run.ts"),
  ),
];

/** What stands in for Radio Units and cables, and single frames. */
import { type Command, createCommand } from "../../console/command.ts";

export const commandsWithoutHardware: readonly Command[] = [
  createCommand(
    { name: "try", summary: "a shell, or a command, in a namespace of its own with a slaptap" },
    () => import("../try/definition.ts"),
    () => import("../try/run.ts"),
  ),
  createCommand(
    { name: "emulate", summary: "a Radio Unit without hardware for every CPRI Radio Unit of an instance" },
    () => import("../emulate/definition.ts"),
    () => import("../emulate/run.ts"),
  ),
  createCommand(
    {
      name: "emulated",
      summary:
        "how Radio Units of a running `ors emulate` are, and orders to one: unplug, restart, do things wrong",
    },
    () => import("../emulated/definition.ts"),
    () => import("../emulated/run.ts"),
  ),
  createCommand(
    { name: "link", summary: "carry frames between a subtap and a Radio Unit in another network namespace" },
    () => import("../link/definition.ts"),
    () => import("../link/run.ts"),
  ),
  createCommand(
    { name: "frame send", summary: "send frames to a TAP, an interface or shared memory" },
    () => import("../frame/send/definition.ts"),
    () => import("../frame/send/run.ts"),
  ),
  createCommand(
    {
      name: "frame expect",
      summary: "compare frames that come with those that must; exit 1 where one differs",
    },
    () => import("../frame/expect/definition.ts"),
    () => import("../frame/expect/run.ts"),
  ),
  createCommand(
    { name: "frame hold", summary: "keep ports open for sending and expecting" },
    () => import("../frame/hold/definition.ts"),
    () => import("../frame/hold/run.ts"),
  ),
];

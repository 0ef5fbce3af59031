/** From parameters to files and the kernel's subtaps. */
import { type Command, createCommand } from "../../console/command.ts";

export const subtapCommands: readonly Command[] = [
  createCommand(
    { name: "plan", summary: "print the split of the TAP's range among Radio Units" },
    () => import("../plan/definition.ts"),
    () => import("../plan/run.ts"),
  ),
  createCommand(
    { name: "render", summary: "write every file that the parameters ask for" },
    () => import("../render/definition.ts"),
    () => import("../render/run.ts"),
  ),
  createCommand(
    { name: "apply", summary: "bring the kernel's subtaps to the plan" },
    () => import("../apply/definition.ts"),
    () => import("../apply/run.ts"),
  ),
  createCommand(
    { name: "undo", summary: "put back the rendered files of before, and their subtaps" },
    () => import("../undo/definition.ts"),
    () => import("../undo/run.ts"),
  ),
  createCommand(
    { name: "status", summary: "show the plan beside what the kernel has" },
    () => import("../status/definition.ts"),
    () => import("../status/run.ts"),
  ),
  createCommand(
    { name: "down", summary: "remove this instance's subtaps" },
    () => import("../down/definition.ts"),
    () => import("../down/run.ts"),
  ),
  createCommand(
    { name: "watch", summary: "keep the kernel true to the plan" },
    () => import("../watch/definition.ts"),
    () => import("../watch/run.ts"),
  ),
  createCommand(
    { name: "tap down", summary: "take one subtap down until further notice" },
    () => import("../tap-down/definition.ts"),
    () => import("../tap-down/run.ts"),
  ),
  createCommand(
    { name: "tap up", summary: "give back a subtap that was taken down" },
    () => import("../tap-up/definition.ts"),
    () => import("../tap-up/run.ts"),
  ),
  createCommand(
    { name: "tap exec", summary: "start a program that has a TAP open as descriptor 3" },
    () => import("../tap-exec/definition.ts"),
    () => import("../tap-exec/run.ts"),
  ),
];

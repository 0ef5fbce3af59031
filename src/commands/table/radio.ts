/** Radio Units that are managed. */
import { type Command, createCommand } from "../../console/command.ts";

export const radioCommands: readonly Command[] = [
  createCommand(
    { name: "radio run", summary: "manage Lopcomm Radio Units: configure, supervise, watch alarms" },
    () => import("../radio/run/definition.ts"),
    () => import("../radio/run/run.ts"),
  ),
  createCommand(
    {
      name: "radio list",
      summary: "list managed Radio Units; exit 1 where one is not in service or has an alarm",
    },
    () => import("../radio/list/definition.ts"),
    () => import("../radio/list/run.ts"),
  ),
  createCommand(
    { name: "radio show", summary: "show all that is known of one Radio Unit" },
    () => import("../radio/show/definition.ts"),
    () => import("../radio/show/run.ts"),
  ),
  createCommand(
    { name: "radio alarms", summary: "list alarms that are on; exit 1 where there is one" },
    () => import("../radio/alarms/definition.ts"),
    () => import("../radio/alarms/run.ts"),
  ),
  createCommand(
    { name: "radio configure", summary: "look at a Radio Unit again and deliver what differs" },
    () => import("../radio/configure/definition.ts"),
    () => import("../radio/configure/run.ts"),
  ),
  createCommand(
    { name: "radio reset", summary: "restart a Radio Unit" },
    () => import("../radio/reset/definition.ts"),
    () => import("../radio/reset/run.ts"),
  ),
  createCommand(
    { name: "radio update", summary: "install firmware on a Radio Unit and restart it" },
    () => import("../radio/update/definition.ts"),
    () => import("../radio/update/run.ts"),
  ),
  createCommand(
    { name: "radio trust", summary: "accept the changed host key of a Radio Unit" },
    () => import("../radio/trust/definition.ts"),
    () => import("../radio/trust/run.ts"),
  ),
];

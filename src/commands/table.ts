/** The command table: what `ors` can do, in the order of its help. */
import { type Command, createCommand } from "../console/command.ts";
import { definition as apply } from "./apply/definition.ts";
import { definition as check } from "./check/definition.ts";
import { definition as down } from "./down/definition.ts";
import { definition as emulate } from "./emulate/definition.ts";
import { definition as explain } from "./explain/definition.ts";
import { definition as link } from "./link/definition.ts";
import { definition as newParameters } from "./new/definition.ts";
import { definition as partition } from "./partition/definition.ts";
import { definition as plan } from "./plan/definition.ts";
import { definition as promise } from "./promise/definition.ts";
import { definition as render } from "./render/definition.ts";
import { definition as schema } from "./schema/definition.ts";
import { definition as statsLog } from "./stats-log/definition.ts";
import { definition as status } from "./status/definition.ts";
import { definition as tapDown } from "./tap-down/definition.ts";
import { definition as tapExec } from "./tap-exec/definition.ts";
import { definition as tapUp } from "./tap-up/definition.ts";
import { definition as watch } from "./watch/definition.ts";

export const commands: readonly Command[] = [
  createCommand(newParameters, () => import("./new/run.ts")),
  createCommand(check, () => import("./check/run.ts")),
  createCommand(explain, () => import("./explain/run.ts")),
  createCommand(plan, () => import("./plan/run.ts")),
  createCommand(render, () => import("./render/run.ts")),
  createCommand(apply, () => import("./apply/run.ts")),
  createCommand(status, () => import("./status/run.ts")),
  createCommand(down, () => import("./down/run.ts")),
  createCommand(schema, () => import("./schema/run.ts")),
  createCommand(watch, () => import("./watch/run.ts")),
  createCommand(tapDown, () => import("./tap-down/run.ts")),
  createCommand(tapUp, () => import("./tap-up/run.ts")),
  createCommand(tapExec, () => import("./tap-exec/run.ts")),
  createCommand(link, () => import("./link/run.ts")),
  createCommand(emulate, () => import("./emulate/run.ts")),
  createCommand(partition, () => import("./partition/run.ts")),
  createCommand(promise, () => import("./promise/run.ts")),
  createCommand(statsLog, () => import("./stats-log/run.ts")),
];

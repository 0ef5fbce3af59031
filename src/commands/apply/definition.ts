import { defineCommand } from "../../console/definition.ts";
import { folder } from "../../console/option/word.ts";
import {
  detailedExitCode,
  dryRun,
  instance,
  instanceOrPlanFile,
  json,
  plan,
  strict,
  trampoline,
  watchState,
} from "../options.ts";

export const definition = defineCommand({
  details: [
    "Beside a watch that keeps another plan it ends 4 and changes nothing. The plan that was applied is noted in the " +
      "folder of the state, so that the next run can say which Radio Units get another TAP or other addresses.",
  ],
  arguments: { file: instanceOrPlanFile },
  options: {
    instance,
    plan,
    render: folder({ description: "write every file there first, as `ors render` does", short: "r" }),
    dryRun,
    state: watchState,
    trampoline,
    strict,
    detailedExitCode,
    json,
  },
  atMostOneOf: [
    ["file", "instance", "plan"],
    ["render", "plan"],
  ],
  examples: [
    "ors apply site.yaml --dry-run",
    "ors apply site.yaml --render etc",
    "ors apply --plan etc/plan.json",
  ],
});

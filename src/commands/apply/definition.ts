import { defineCommand } from "../../console/definition.ts";
import { seconds } from "../../console/option/number.ts";
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
    confirmWithin: seconds({
      description: "go back to the plan before unless Enter is pressed in time; exit 1 then",
      min: 1,
      max: 3600,
    }),
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
    ["render", "confirmWithin"],
    ["dryRun", "confirmWithin"],
  ],
  examples: [
    "ors apply site.yaml --dry-run",
    "ors apply site.yaml --render etc",
    "ors apply --plan etc/plan.json",
  ],
});

import { defineCommand } from "../../console/definition.ts";
import { folder } from "../../console/option/word.ts";
import { dryRun, json, trampoline } from "../options.ts";

export const definition = defineCommand({
  details: [
    "`ors render` and `ors apply --render` keep the files that stood in their folder before. This puts them back and, " +
      "where a plan was applied, brings the subtaps to their plan.json; where that fails the files stay as they are. " +
      "What stood there is kept in turn, so undoing twice changes nothing.",
    "After a run that was killed it goes back to where that run began. Beside a watch that keeps another plan than the " +
      "plan.json of that folder it ends 4 and changes nothing.",
  ],
  arguments: {},
  options: {
    output: folder({ description: "folder of the rendered files", short: "o", required: true }),
    state: folder({ description: "folder of logs and leases", shownDefault: "DIR/../var" }),
    dryRun,
    trampoline,
    json,
  },
  examples: ["ors undo --output etc --dry-run", "ors undo --output etc"],
});

import { defineCommand } from "../../../console/definition.ts";
import { file, flag, folder } from "../../../console/option/word.ts";
import { metrics, watchState } from "../../options.ts";

export const definition = defineCommand({
  details: [
    "Reads the plan and the rendered files, and keeps every Lopcomm Radio Unit configured as they say. SIGHUP reads them anew; sessions whose files did not change are not touched.",
  ],
  arguments: {},
  options: {
    plan: file({ description: "the plan.json", short: "p", required: true }),
    rendered: folder({
      description: "folder of the rendered files",
      shownDefault: "the folder of plan.json",
    }),
    state: watchState,
    metrics,
    json: flag({ description: "log JSON lines", short: "j" }),
  },
  examples: ["ors radio run --plan etc/plan.json", "ors radio run --plan etc/plan.json --metrics radio.prom"],
});

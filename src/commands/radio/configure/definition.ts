import { defineCommand } from "../../../console/definition.ts";
import { dryRun, json } from "../../options.ts";
import { daemon, radioUnit } from "../options.ts";

export const definition = defineCommand({
  arguments: { ru: radioUnit },
  options: { ...daemon, dryRun, json },
  examples: ["ors radio configure RU1 --state var --dry-run"],
});

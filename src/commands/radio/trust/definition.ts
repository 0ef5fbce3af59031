import { defineCommand } from "../../../console/definition.ts";
import { json } from "../../options.ts";
import { daemon, radioUnit } from "../options.ts";

export const definition = defineCommand({
  arguments: { ru: radioUnit },
  options: { ...daemon, json },
  examples: ["ors radio trust RU1 --state var"],
});

import { defineCommand } from "../../../console/definition.ts";
import { dryRun, json } from "../../options.ts";
import { configurationFile, control } from "../options.ts";

export const definition = defineCommand({
  details: [
    "The switch takes the configuration as a whole, or refuses it as a whole with everything that is wrong. Ports that stay lose no frame and no address.",
  ],
  arguments: { file: configurationFile },
  options: { control, dryRun, json },
  examples: ["ors switch apply switch.yaml --control var/switch.sock --dry-run"],
});

import { defineCommand } from "../../../console/definition.ts";
import { control } from "../options.ts";

export const definition = defineCommand({
  details: ["OpenMetrics. `ors switch run --metrics` writes a file of them."],
  arguments: {},
  options: { control },
  examples: ["ors switch metrics --control var/switch.sock"],
});

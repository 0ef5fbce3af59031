import { defineCommand } from "../../console/definition.ts";
import { count } from "../../console/option/number.ts";
import { choice } from "../../console/option/word.ts";
import { defaultRadioUnitKind, radioUnitKindNames } from "../../instance/radio-units/names.ts";
import { maxSubtaps } from "../../net/limits.ts";
import { range, slaptap } from "../options.ts";

export const definition = defineCommand({
  arguments: {},
  options: {
    ruCount: count({ description: "number of Radio Units, one cell each", max: maxSubtaps, required: true }),
    ruType: choice(radioUnitKindNames, {
      metavar: "type",
      description: `kind of the Radio Units: ${radioUnitKindNames.join(", ")}`,
      default: defaultRadioUnitKind,
    }),
    slaptap,
    range,
  },
  examples: ["ors new --ru-count 2 > site.yaml", "ors new --ru-count 1 --ru-type sdr"],
});

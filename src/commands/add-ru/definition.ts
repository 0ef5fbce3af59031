import { defineCommand } from "../../console/definition.ts";
import { choice, text } from "../../console/option/word.ts";
import { defaultRadioUnitKind, radioUnitKindNames } from "../../instance/radio-units/names.ts";
import { dryRun, instance, instanceFile } from "../options.ts";

export const definition = defineCommand({
  details: [
    "Edits the file in place and keeps its comments. Nothing is written where the result would not be valid; which " +
      "other Radio Units get another TAP or other addresses is said.",
  ],
  arguments: { file: instanceFile },
  options: {
    instance,
    reference: text({
      metavar: "name",
      description: "its reference",
      shownDefault: "the one after the last",
    }),
    ruType: choice(radioUnitKindNames, {
      metavar: "type",
      description: `its kind: ${radioUnitKindNames.join(", ")}`,
      default: defaultRadioUnitKind,
    }),
    dryRun,
  },
  atMostOneOf: [["file", "instance"]],
  examples: ["ors add ru site.yaml", "ors add ru site.yaml --reference RU09 --ru-type sunwave --dry-run"],
});

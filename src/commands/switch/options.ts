/** Arguments and options that the commands of `ors switch` have. */
import { argument } from "../../console/option/argument.ts";
import { file } from "../../console/option/word.ts";

export const configurationFile = argument(
  file({ description: "the configuration, YAML or JSON; - is standard input", required: true }),
);

export const control = file({ description: "the control socket of the switch", required: true });

/** Options and arguments that the commands of `ors radio` have. */
import { argument } from "../../console/option/argument.ts";
import { file, text } from "../../console/option/word.ts";
import { watchState } from "../options.ts";

/** Which daemon: the one of a state folder. */
export const daemon = {
  plan: file({ description: "the plan.json that it keeps", short: "p" }),
  state: watchState,
};

export const radioUnit = argument(
  text({ metavar: "ru", description: "reference of the Radio Unit", required: true }),
);

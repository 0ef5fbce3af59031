import { defineCommand } from "../../../console/definition.ts";
import { argument } from "../../../console/option/argument.ts";
import { choice } from "../../../console/option/word.ts";
import { json } from "../../options.ts";
import { control } from "../options.ts";

export const definition = defineCommand({
  arguments: {
    what: argument(
      choice(["ports", "vlans", "addresses", "counters", "configuration"], {
        metavar: "what",
        description: "which part of it",
        default: "ports",
      }),
    ),
  },
  options: { control, json },
  examples: ["ors switch show addresses --control var/switch.sock"],
});

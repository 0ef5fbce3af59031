import { defineCommand } from "../../../console/definition.ts";
import { argument } from "../../../console/option/argument.ts";
import { choice } from "../../../console/option/word.ts";
import { json } from "../../options.ts";
import { control } from "../options.ts";

export const definition = defineCommand({
  details: [
    "Without an argument, a picture: each VLAN with its ports, whether they are up and isolated, and the addresses that were " +
      "seen there last.",
  ],
  arguments: {
    what: argument(
      choice(["picture", "ports", "vlans", "addresses", "counters", "configuration"], {
        metavar: "what",
        description: "which part of it",
        default: "picture",
      }),
    ),
  },
  options: { control, json },
  examples: [
    "ors switch show --control var/switch.sock",
    "ors switch show addresses --control var/switch.sock",
  ],
});

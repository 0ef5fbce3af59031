import { defineCommand } from "../../console/definition.ts";
import { optionalRestArgument } from "../../console/option/argument.ts";
import { text } from "../../console/option/word.ts";

export const definition = defineCommand({
  details: [
    "A network namespace of its own with a slaptap, laid as `slapos format` lays it, and `ors` on the search path: " +
      "whatever is applied there ends with the shell, and nothing of it reaches the host. Without root it needs " +
      "unprivileged user namespaces.",
  ],
  arguments: {
    command: optionalRestArgument(
      text({ metavar: "command", description: "what runs there; a shell where none is given" }),
    ),
  },
  options: {
    slaptap: text({ metavar: "name", description: "name of the slaptap", default: "slaptap16" }),
    range: text({ metavar: "cidr", description: "its IPv6 range", default: "fd00:0:0:66:a200::/71" }),
  },
  examples: ["ors try", "ors try -- ors apply site.yaml"],
});

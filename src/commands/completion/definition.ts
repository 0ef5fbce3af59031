import { defineCommand } from "../../console/definition.ts";
import { argument } from "../../console/option/argument.ts";
import { choice } from "../../console/option/word.ts";

export const definition = defineCommand({
  details: [
    "For a shell that runs: `source <(ors completion bash)`, the same with zsh, `ors completion fish | source`.",
  ],
  arguments: {
    shell: argument(
      choice(["bash", "zsh", "fish"], { metavar: "shell", description: "bash, zsh or fish", required: true }),
    ),
  },
  options: {},
  examples: ["ors completion bash"],
});

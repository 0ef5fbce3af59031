import { defineCommand } from "../../console/definition.ts";
import { argument } from "../../console/option/argument.ts";
import type { Option } from "../../console/option/option.ts";
import { choice, list, text } from "../../console/option/word.ts";
import { collectOptions, promises } from "../../promise/promises.ts";

const names = promises.map(({ name }) => name);

export const definition = defineCommand({
  arguments: {
    name: argument(
      choice(names, {
        metavar: "promise",
        description: promises.map(({ name, summary }) => `${name} (${summary})`).join("; "),
        required: true,
      }),
    ),
  },
  options: definePromiseOptions(),
  examples: promises.map(({ example }) => example),
});

/** Those of all promises; each check reads its own. */
function definePromiseOptions(): Readonly<Record<string, Option<string | undefined>>> {
  return Object.fromEntries(
    collectOptions().map(({ name, value, description }) => [
      name,
      value === "list" ? list({ description }) : text({ metavar: value, description }),
    ]),
  );
}

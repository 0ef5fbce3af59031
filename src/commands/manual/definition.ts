import { defineCommand } from "../../console/definition.ts";
import { optionalRestArgument } from "../../console/option/argument.ts";
import { folder, text } from "../../console/option/word.ts";

export const definition = defineCommand({
  details: ["An installed package has these pages for man(1): `man ors`, `man ors-apply`."],
  arguments: {
    command: optionalRestArgument(text({ metavar: "command", description: "whose page; else that of ors" })),
  },
  options: {
    output: folder({ description: "write every page there, a file each", short: "o" }),
  },
  atMostOneOf: [["command", "output"]],
  examples: ["ors manual apply | man -l -", "ors manual --output /usr/local/share/man/man1"],
});

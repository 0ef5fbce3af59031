/** The command table made into a parser of command lines, with help and suggestions. */
import { Command as Parser } from "commander";
import type { Command } from "./command.ts";
import type { Definition } from "./definition.ts";
import { optionName } from "./option-name.ts";
import type { Given } from "./read-values.ts";

export type ParserOptions = {
  readonly commands: readonly Command[];
  readonly version: string;
  /** Called with the command that the words name, and what the words are. */
  readonly start: (command: Command, given: Omit<Given, "environment">) => Promise<void>;
};

/** A parser whose `parseAsync` throws a CommanderError for words that it does not know; nothing here exits. */
export function createParser({ commands, version, start }: ParserOptions): Parser {
  const parser = makeStrict(new Parser("ors"), "")
    .description("Radio Units of an Amarisoft eNB/gNB on a SlapOS node: subtaps, configuration, services")
    .version(version, "-V, --version", "print the version")
    .enablePositionalOptions();
  for (const command of commands) addCommand(parser, command, start);
  return parser;
}

function addCommand(parser: Parser, command: Command, start: ParserOptions["start"]): void {
  const { definition } = command;
  const [first, second] = definition.name.split(" ") as [string, string?];
  const parent = second === undefined ? parser : findGroup(parser, first);
  const child = makeStrict(parent.command(second ?? first), ` ${definition.name}`)
    .description(definition.summary)
    .addHelpText("after", formatAfterHelp(definition));
  addArguments(child, definition);
  addOptions(child, definition);
  child.action(async () => {
    await start(command, { arguments: child.args, options: new Map(Object.entries(child.opts())) });
  });
}

function addArguments(child: Parser, { arguments: defined }: Definition): void {
  for (const { metavar, required, takesRest, description, shownDefault } of Object.values(defined)) {
    const name = `${metavar ?? ""}`.slice(1, -1) + (takesRest ? "..." : "");
    child.argument(required ? `<${name}>` : `[${name}]`, describe(description, shownDefault));
  }
}

function addOptions(child: Parser, { options }: Definition): void {
  for (const [key, { metavar, short, description, shownDefault, variable }] of Object.entries(options)) {
    const flags = [short && `-${short}`, optionName(key)].filter(Boolean).join(", ");
    child.option(
      metavar === null ? flags : `${flags} ${metavar}`,
      describe(description, shownDefault, variable),
    );
  }
}

function describe(description: string, shownDefault: string | undefined, variable?: string): string {
  const more = [
    shownDefault === undefined ? "" : `default: ${shownDefault}`,
    variable === undefined ? "" : `variable: ${variable}`,
  ].filter((text) => text !== "");
  return more.length === 0 ? description : `${description} (${more.join("; ")})`;
}

function findGroup(parser: Parser, name: string): Parser {
  const known = parser.commands.find((command) => command.name() === name);
  return known ?? makeStrict(parser.command(name), ` ${name}`).description(`commands about one ${name}`);
}

/** An unknown word or option is refused, with a suggestion and where to look. */
function makeStrict(parser: Parser, name: string): Parser {
  return parser
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError(`see \`ors${name} --help\``)
    .helpCommand(false)
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "ors: ")) });
}

function formatAfterHelp({ examples, details = [] }: Definition): string {
  const paragraphs = details.map((paragraph) => `\n${paragraph}`);
  return [...paragraphs, "", "Examples:", ...examples.map((example) => `  ${example}`)].join("\n");
}

/** The program `ors`: the command table made into a parser, and the one place that sets the exit code. */
import { CommanderError, Command as Parser } from "commander";
import { commands } from "./commands/table.ts";
import type { Command } from "./console/command.ts";
import { processTerminal, type Terminal } from "./console/terminal.ts";
import { type ExitCode, exitCode, FailureError, InputError, PermissionError } from "./issue/exit-code.ts";

const terminal = processTerminal();

process.stdout.on("error", (cause: NodeJS.ErrnoException) => {
  if (cause.code !== "EPIPE") terminal.complain(`ors: standard output: ${cause.message}`);
  process.exit(exitCode.failure);
});
process.stderr.on("error", () => {});
process.exitCode = await run(process.argv.slice(2));

async function run(words: string[]): Promise<ExitCode> {
  try {
    return await dispatch(words);
  } catch (cause) {
    return await complain(cause, terminal);
  }
}

/** Parses the words and runs the command that they name. */
async function dispatch(words: string[]): Promise<ExitCode> {
  let code: ExitCode = exitCode.good;
  const parser = strict(new Parser("ors"))
    .description("Radio Units of an Amarisoft eNB/gNB on a SlapOS node: subtaps, configuration, services")
    .version(process.env.ORS_VERSION ?? "0", "--version", "print the version");
  for (const command of commands) {
    addCommand(parser, command, async (invocation) => {
      code = await (await command.load())(terminal, invocation);
    });
  }
  await parser.parseAsync(words, { from: "user" });
  return code;
}

type Action = (invocation: Parameters<Awaited<ReturnType<Command["load"]>>>[1]) => Promise<void>;

function addCommand(parser: Parser, command: Command, action: Action): void {
  const [first, second] = command.name.split(" ") as [string, string?];
  const parent = second === undefined ? parser : groupOf(parser, first);
  const child = strict(parent.command(second ?? first))
    .description(command.summary)
    .addHelpText("after", examplesText(command));
  for (const { syntax, description } of command.arguments ?? []) child.argument(syntax, description);
  for (const { flags, description, standard } of command.options) {
    child.option(flags, standard === undefined ? description : `${description} (default: ${standard})`);
  }
  child.action(async () => {
    await action({ arguments: child.args, options: optionsOf(child) });
  });
}

function groupOf(parser: Parser, name: string): Parser {
  const known = parser.commands.find((command) => command.name() === name);
  return known ?? strict(parser.command(name)).description(`commands about one ${name}`);
}

/** An unknown word or option is refused, with a suggestion, and nothing exits but the one place that does. */
function strict(parser: Parser): Parser {
  return parser
    .exitOverride()
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .showHelpAfterError(false)
    .helpCommand(false)
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "ors: ")) });
}

function optionsOf(parser: Parser): ReadonlyMap<string, string | true> {
  const given = parser.options
    .filter((option) => parser.getOptionValueSource(option.attributeName()) === "cli")
    .map(
      (option) =>
        [(option.long ?? "").replace(/^--/, ""), parser.getOptionValue(option.attributeName())] as const,
    );
  return new Map(given as [string, string | true][]);
}

function examplesText(command: Command): string {
  return ["", "Examples:", ...command.examples.map((example) => `  ${example}`)].join("\n");
}

/** Makes an error text on standard error, never a stack trace, and gives its exit code. */
async function complain(cause: unknown, { complain: say }: Terminal): Promise<ExitCode> {
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? exitCode.good : exitCode.input;
  if (cause instanceof InputError) {
    const { formatIssue, formatSourceLine } = await import("./issue/format.ts");
    for (const issue of cause.issues) {
      say(formatIssue(issue));
      const line = cause.source === undefined ? undefined : formatSourceLine(issue, cause.source);
      if (line !== undefined) say(line);
    }
    return cause.exitCode;
  }
  const known = cause instanceof PermissionError || cause instanceof FailureError;
  say(`ors: ${cause instanceof Error ? cause.message : String(cause)}`);
  return known ? cause.exitCode : exitCode.failure;
}

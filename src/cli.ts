#!/usr/bin/env node
/** The program `ors`: the command table made into a parser, and the one place that sets the exit code. */
import { CommanderError } from "commander";
import { commands } from "./commands/table.ts";
import { createParser } from "./console/parser.ts";
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
  const parser = createParser({
    commands,
    version: process.env.ORS_VERSION ?? "0",
    start: async (command, given) => {
      code = await command.start(terminal, { ...given, environment: process.env });
    },
  });
  await parser.parseAsync(words, { from: "user" });
  return code;
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

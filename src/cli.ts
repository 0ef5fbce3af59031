#!/usr/bin/env node
/** The program `ors`: the command table made into a parser, and the one place that sets the exit code. */
import { CommanderError } from "commander";
import { commands } from "./commands/table.ts";
import { createParser } from "./console/parser.ts";
import { processTerminal } from "./console/terminal.ts";
import { type ExitCode, exitCode, FailureError, InputError, PermissionError } from "./issue/exit-code.ts";
import { error, type Issue, place } from "./issue/issue.ts";

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
    const code = findExitCode(cause);
    if (code === exitCode.good) return code;
    await complain(cause);
    if (asksForJson(words)) await printProblems(words, cause, code);
    return code;
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

function findExitCode(cause: unknown): ExitCode {
  // --help and --version end by such an error too
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? exitCode.good : exitCode.input;
  const isKnown =
    cause instanceof InputError || cause instanceof PermissionError || cause instanceof FailureError;
  return isKnown ? cause.exitCode : exitCode.failure;
}

/** Text on standard error, never a stack trace. */
async function complain(cause: unknown): Promise<void> {
  // its text is there already
  if (cause instanceof CommanderError) return;
  if (!(cause instanceof InputError)) return terminal.complain(`ors: ${messageOf(cause)}`);
  const { formatIssue, formatSourceLine } = await import("./issue/format.ts");
  for (const issue of cause.issues) {
    terminal.complain(formatIssue(issue));
    const line = cause.source === undefined ? undefined : formatSourceLine(issue, cause.source);
    if (line !== undefined) terminal.complain(line);
  }
}

/** The same as a document on standard output, where `--json` asks for one. */
async function printProblems(words: readonly string[], cause: unknown, code: ExitCode): Promise<void> {
  const { makeProblemsReport } = await import("./report/problems.ts");
  const issues: readonly Issue[] =
    cause instanceof InputError ? cause.issues : [error(place(), messageOf(cause).replace(/^error: /, ""))];
  const names = commands.map(({ definition }) => definition.name);
  const command = names.find((name) => words.join(" ").startsWith(name)) ?? null;
  terminal.print(JSON.stringify(makeProblemsReport(command, code, issues), null, 2));
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** What stands behind `--` belongs to another program. */
function asksForJson(words: readonly string[]): boolean {
  const own = words.includes("--") ? words.slice(0, words.indexOf("--")) : words;
  return own.includes("--json") || own.includes("-j");
}

#!/usr/bin/env node
/** The program `ors`: finds the command that the words name, and is the one place that sets the exit code. */
import { constants } from "node:os";
import { commands, sections } from "./commands/table/table.ts";
import { findCommand } from "./console/find-command.ts";
import { processTerminal } from "./console/terminal.ts";
import {
  type ExitCode,
  exitCode,
  FailureError,
  InputError,
  PermissionError,
  UsageError,
} from "./issue/exit-code.ts";
import { error, place } from "./issue/issue.ts";

const terminal = processTerminal();

process.stdout.on("error", (cause: NodeJS.ErrnoException) => {
  // whoever reads no further (`| head`) has what it wants: an end as by SIGPIPE, which Node ignores
  if (cause.code === "EPIPE") process.exit(128 + constants.signals.SIGPIPE);
  terminal.complain(`ors: standard output: ${cause.message}`);
  process.exit(exitCode.failure);
});
process.stderr.on("error", () => {});
process.exitCode = await run(process.argv.slice(2));

async function run(words: readonly string[]): Promise<ExitCode> {
  const own = words.includes("--") ? words.slice(0, words.indexOf("--")) : words;
  try {
    if (own[0] === "--version" || own[0] === "-V") return printVersion();
    if (own.includes("--help") || own.includes("-h")) return await printHelp(own);
    const found = findCommand(commands, words);
    if (found === null || "group" in found) return await refuseNothing(found?.group ?? null);
    return await found.command.start(terminal, found.rest, process.env);
  } catch (cause) {
    const code = findExitCode(cause);
    const name = nameCommand(own);
    await complain(cause, name);
    if (own.includes("--json") || own.includes("-j")) await printProblems(name, cause, code);
    return code;
  }
}

function printVersion(): ExitCode {
  terminal.print(process.env.ORS_VERSION ?? "0");
  return exitCode.good;
}

async function printHelp(words: readonly string[]): Promise<ExitCode> {
  const { formatHelp } = await import("./console/help.ts");
  const named = words.filter((word) => !word.startsWith("-"));
  terminal.print(await formatHelp(sections, named, terminal.width));
  return exitCode.good;
}

/** No command, or a group without one: what there is, on standard error. */
async function refuseNothing(group: string | null): Promise<ExitCode> {
  const { formatProgramHelp } = await import("./console/help.ts");
  terminal.complain(formatProgramHelp(sections, group));
  return exitCode.input;
}

function findExitCode(cause: unknown): ExitCode {
  const isKnown =
    cause instanceof InputError || cause instanceof PermissionError || cause instanceof FailureError;
  return isKnown ? cause.exitCode : exitCode.failure;
}

/** The longest name of a command that the words begin with. */
function nameCommand(words: readonly string[]): string | null {
  const line = `${words.join(" ")} `;
  const names = commands.map(({ name }) => name).filter((name) => line.startsWith(`${name} `));
  return names[0] ?? null;
}

/** Text on standard error, never a stack trace. */
async function complain(cause: unknown, command: string | null): Promise<void> {
  const paint = terminal.paintComplaint;
  if (!(cause instanceof InputError)) return terminal.complain(paint("red", `ors: ${messageOf(cause)}`));
  const { formatIssue, formatIssues } = await import("./issue/format.ts");
  if (cause instanceof UsageError) {
    for (const issue of cause.issues) terminal.complain(paint("red", `ors: ${formatIssue(issue)}`));
    return terminal.complain(`see \`ors ${command === null ? "" : `${command} `}--help\``);
  }
  for (const line of formatIssues(cause.issues, cause.source, paint)) terminal.complain(line);
}

/** The same as a document on standard output, where `--json` asks for one. */
async function printProblems(command: string | null, cause: unknown, code: ExitCode): Promise<void> {
  const { makeProblemsReport } = await import("./report/problems.ts");
  const issues = cause instanceof InputError ? cause.issues : [error(place(), messageOf(cause))];
  terminal.print(JSON.stringify(makeProblemsReport(command, code, issues), null, 2));
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

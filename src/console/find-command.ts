/** Which command the words of a command line name. */
import { findNearestName } from "../instance/nearest-name.ts";
import { UsageError } from "../issue/exit-code.ts";
import { error, place, withGuess } from "../issue/issue.ts";
import { quote } from "../issue/quote.ts";
import type { Command } from "./command.ts";

export type FoundCommand = { readonly command: Command; readonly rest: readonly string[] };

/** The command with the words behind its name; a group that stands alone; null for no word at all. */
export function findCommand(
  commands: readonly Command[],
  words: readonly string[],
): FoundCommand | { readonly group: string } | null {
  const [first, second] = words;
  if (first === undefined) return null;
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(" ");
    const command = commands.find((one) => one.name === name);
    if (command !== undefined) return { command, rest: words.slice(length) };
  }
  const isGroup = commands.some(({ name }) => name.startsWith(`${first} `));
  if (isGroup && second === undefined) return { group: first };
  throw makeUnknownCommandError(commands, isGroup ? `${first} ${second}` : first);
}

function makeUnknownCommandError(commands: readonly Command[], given: string): UsageError {
  const names = commands.map(({ name }) => name);
  const issue = error(place(), `unknown command ${quote(given)}`);
  const nearest = findNearestName(given, names);
  return new UsageError([nearest === undefined ? issue : withGuess(issue, quote(nearest))]);
}

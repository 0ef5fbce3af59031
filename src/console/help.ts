/** Help: what the program, a group of commands or a command is, for a terminal. */
import { formatColumns } from "../report/columns.ts";
import type { Command, CommandSection } from "./command.ts";
import type { Definition } from "./definition.ts";
import { findCommand } from "./find-command.ts";
import type { Argument } from "./option/argument.ts";
import type { Option } from "./option/option.ts";
import { optionName } from "./option-name.ts";

export const about = "Radio Units of an Amarisoft eNB/gNB on a SlapOS node: subtaps, configuration, services";

/** What `ors --help` prints, and `ors tap --help` for a group. */
export function formatProgramHelp(sections: readonly CommandSection[], group: string | null): string {
  return [
    `Usage: ors ${group === null ? "" : `${group} `}COMMAND [options]`,
    ...(group === null ? ["", about] : []),
    "",
    ...(group === null ? listSections(sections) : listGroup(sections, group)),
    "Options:",
    ...formatColumns([
      ["  -V, --version", "print the version"],
      ["  -h, --help", "print this"],
    ]),
    "",
    "`ors help COMMAND` says more about one of them.",
  ].join("\n");
}

/** All commands in one column, with the titles of their sections before them. */
function listSections(sections: readonly CommandSection[]): string[] {
  const rows = formatColumns(sections.flatMap(({ commands }) => commands.map(describeCommand)));
  let taken = 0;
  return sections.flatMap(({ title, commands }) => {
    const own = rows.slice(taken, taken + commands.length);
    taken += commands.length;
    return [`${title}:`, ...own, ""];
  });
}

function listGroup(sections: readonly CommandSection[], group: string): string[] {
  const own = sections.flatMap(({ commands }) => commands).filter(({ name }) => name.startsWith(`${group} `));
  return ["Commands:", ...formatColumns(own.map(describeCommand)), ""];
}

function describeCommand({ name, summary }: Command): string[] {
  return [`  ${name}`, summary];
}

/** What `ors COMMAND --help` prints, at most `width` columns wide. */
export async function formatCommandHelp(command: Command, width: number): Promise<string> {
  const definition = await command.define();
  const paragraphs = [command.summary, ...(definition.details ?? [])];
  const argumentRows = Object.values(definition.arguments).map((one) => [
    `  ${one.metavar}`,
    describeWithDefault(one),
  ]);
  const optionRows = [
    ...Object.entries(definition.options).map(([key, option]) => [
      `  ${formatFlags(key, option)}`,
      describeWithDefault(option),
    ]),
    ["  -h, --help", "print this"],
  ];
  return [
    `Usage: ors ${command.name} ${formatSynopsis(definition)}`,
    ...paragraphs.flatMap((paragraph) => ["", ...wrapText(paragraph, width)]),
    ...formatSection("Arguments:", argumentRows, width),
    ...formatSection("Options:", optionRows, width),
    "",
    "Examples:",
    ...definition.examples.map((example) => `  ${example}`),
  ].join("\n");
}

/** `[options] <reference> [file]` */
export function formatSynopsis({ arguments: defined }: Definition): string {
  const words = Object.values(defined).map(({ metavar, required, takesRest }) => {
    const name = `${metavar ?? ""}`.slice(1, -1) + (takesRest ? "..." : "");
    return required ? `<${name}>` : `[${name}]`;
  });
  return ["[options]", ...words].join(" ");
}

/** `-i, --instance <file>` */
export function formatFlags(key: string, { short, metavar }: Option<unknown>): string {
  const flags = [short && `-${short}`, optionName(key)].filter(Boolean).join(", ");
  return metavar === null ? flags : `${flags} ${metavar}`;
}

/** The description with the default and the variable that are read where the option is left out. */
export function describeWithDefault(option: Option<unknown> | Argument<unknown>): string {
  const { description, shownDefault } = option;
  const variable = "variable" in option ? option.variable : undefined;
  const more = [
    shownDefault === undefined ? "" : `default: ${shownDefault}`,
    variable === undefined ? "" : `or the variable ${variable}`,
  ].filter((text) => text !== "");
  return more.length === 0 ? description : `${description} (${more.join("; ")})`;
}

function formatSection(title: string, rows: readonly (readonly string[])[], width: number): string[] {
  if (rows.length === 0) return [];
  const indent = Math.max(...rows.map(([label = ""]) => label.length)) + 2;
  const wrapped = rows.flatMap(([label = "", text = ""]) =>
    wrapText(text, Math.max(width - indent, 30)).map((line, at) => [at === 0 ? label : "", line]),
  );
  return ["", title, ...formatColumns(wrapped)];
}

function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}

/** Help about the command or group that the words begin with; about the program where they name none. */
export async function formatHelp(
  sections: readonly CommandSection[],
  words: readonly string[],
  width: number,
): Promise<string> {
  const commands = sections.flatMap((section) => section.commands);
  const found = findCommand(commands, words);
  if (found === null) return formatProgramHelp(sections, null);
  return "group" in found
    ? formatProgramHelp(sections, found.group)
    : formatCommandHelp(found.command, width);
}

/** Completion for fish(1), by its command `complete`. */
import type { Completion } from "../option/option.ts";
import type { CompletedCommand, CompletedOption } from "./list-words.ts";

/** A script to be read by `source`, or put into ~/.config/fish/completions as ors.fish. */
export function formatFishCompletion(commands: readonly CompletedCommand[]): string {
  return [
    "# fish completion of ors: ors completion fish | source",
    "complete -c ors -f",
    ...commands.flatMap(formatCommand),
  ].join("\n");
}

function formatCommand({ name, summary, options, arguments: defined }: CompletedCommand): string[] {
  const [first = "", second] = name.split(" ");
  const isOffered = second === undefined ? "__fish_use_subcommand" : `__fish_seen_subcommand_from ${first}`;
  const word = second ?? first;
  const isNamed =
    second === undefined
      ? `__fish_seen_subcommand_from ${first}`
      : `__fish_seen_subcommand_from ${first}; and __fish_seen_subcommand_from ${second}`;
  return [
    ...(second === undefined ? [] : [`complete -c ors -n __fish_use_subcommand -a ${first}`]),
    `complete -c ors -n ${quote(isOffered)} -a ${word} -d ${quote(summary)}`,
    ...options.map((option) => `complete -c ors -n ${quote(isNamed)} ${formatOption(option)}`),
    ...defined.map((completion) => `complete -c ors -n ${quote(isNamed)} ${formatValue(completion)}`),
  ];
}

function formatOption({ long, short, description, value }: CompletedOption): string {
  const flags = `-l ${long.slice(2)}${short === undefined ? "" : ` -s ${short.slice(1)}`} -d ${quote(description)}`;
  return value === null ? flags : `${flags} -r ${formatValue(value)}`;
}

function formatValue(completion: Completion): string {
  switch (completion.kind) {
    case "words":
      return `-f -a ${quote(completion.words.join(" "))}`;
    case "file":
      return "-F";
    case "folder":
      return "-f -a '(__fish_complete_directories)'";
    default:
      return "-f";
  }
}

function quote(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}

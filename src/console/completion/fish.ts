/** Completion for fish(1), by its command `complete`. */
import type { Completion } from "../option/option.ts";
import { type CompletedCommand, type CompletedOption, listFirstWords } from "./list-words.ts";

/** A script to be read by `source`, or put into ~/.config/fish/completions as ors.fish. */
export function formatFishCompletion(commands: readonly CompletedCommand[]): string {
  return [
    "# fish completion of ors: ors completion fish | source",
    "complete -c ors -f",
    // the words before the cursor, behind ors, are these; or they begin with these
    'function __ors_is; set -l words (commandline -opc); test "$words[2..]" = "$argv"; end',
    "function __ors_begins; set -l words (commandline -opc); set -l last (math (count $argv) + 1)",
    '    test "$words[2..$last]" = "$argv"; end',
    ...listFirstWords(commands).map(
      ({ word, summary }) =>
        `complete -c ors -n __ors_is -a ${word}${summary === null ? "" : ` -d ${quote(summary)}`}`,
    ),
    ...commands.flatMap(formatCommand),
  ].join("\n");
}

function formatCommand({ name, summary, options, arguments: defined }: CompletedCommand): string[] {
  const [first = "", second] = name.split(" ");
  const isNamed = `__ors_begins ${name}`;
  return [
    ...(second === undefined
      ? []
      : [`complete -c ors -n ${quote(`__ors_is ${first}`)} -a ${second} -d ${quote(summary)}`]),
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

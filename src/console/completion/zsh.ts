/** Completion for zsh(1), by `_arguments` (zshcompsys(1)). */
import type { Completion } from "../option/option.ts";
import {
  type CompletedCommand,
  type CompletedOption,
  type CompletedWord,
  listFirstWords,
  listGroups,
} from "./list-words.ts";

/** A script to be read by `source`, or put into a folder of `fpath` as `_ors`. */
export function formatZshCompletion(commands: readonly CompletedCommand[]): string {
  return `#compdef ors
# zsh completion of ors: source <(ors completion zsh)
_ors() {
  local -a commands
  if (( CURRENT == 2 )); then
    commands=(${formatWords(listFirstWords(commands))})
    _describe command commands
    return
  fi
  local command=\${words[2]}
  case $command in
${[...listGroups(commands)].map(formatGroup).join("\n")}
  esac
  shift words; (( CURRENT-- ))
  case $command in
${commands.map(formatCommand).join("\n")}
  esac
}
compdef _ors ors`;
}

/** A group takes one word more. */
function formatGroup([group, words]: readonly [string, readonly CompletedWord[]]): string {
  return `    ${group})
      if (( CURRENT == 3 )); then
        commands=(${formatWords(words)})
        _describe command commands
        return
      fi
      command="${group} \${words[3]}"
      shift words; (( CURRENT-- )) ;;`;
}

function formatWords(words: readonly CompletedWord[]): string {
  return words
    .map(({ word, summary }) => `\n    ${quote(summary === null ? word : `${word}:${summary}`)}`)
    .join("");
}

function formatCommand({ name, options, arguments: defined }: CompletedCommand): string {
  const specs = [
    ...options.map(formatOption),
    "'(-h --help)'{-h,--help}'[print help]'",
    ...defined.map((completion, at) => quote(`${at + 1}: :${formatAction(completion)}`)),
  ];
  return `    ${quote(name)})
      _arguments ${specs.join(" \\\n        ")} ;;`;
}

function formatOption({ long, short, description, value }: CompletedOption): string {
  const text = `[${description.replace(/[[\]:]/g, "\\$&")}]${value === null ? "" : `: :${formatAction(value)}`}`;
  return short === undefined
    ? quote(`${long}${text}`)
    : `'(${short} ${long})'{${short},${long}}${quote(text)}`;
}

function formatAction(completion: Completion): string {
  switch (completion.kind) {
    case "words":
      return `(${completion.words.join(" ")})`;
    case "file":
      return "_files";
    case "folder":
      return "_files -/";
    default:
      return "";
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

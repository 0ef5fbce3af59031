/** Completion for bash(1), by the builtins `complete` and `compgen`. */

import type { Completion } from "../option/option.ts";
import { type CompletedCommand, type CompletedWord, listFirstWords, listGroups } from "./list-words.ts";

/** A script to be read by `source`, or put where bash-completion looks. */
export function formatBashCompletion(commands: readonly CompletedCommand[]): string {
  return `# bash completion of ors: source <(ors completion bash)
_ors() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} options= values=
  COMPREPLY=()
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W "${joinWords(listFirstWords(commands))} --help --version" -- "$cur"))
    return
  fi
  case $command in
${formatGroups(commands)}
  esac
  case $command in
${commands.map(formatCommand).join("\n")}
  esac
  case $values in
    file) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
    folder) mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
    nothing) return ;;
    ?*) COMPREPLY=($(compgen -W "$values" -- "$cur")); return ;;
  esac
  case $cur in
    -*) COMPREPLY=($(compgen -W "$options --help" -- "$cur")) ;;
    *) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
  esac
}
complete -o filenames -F _ors ors`;
}

/** A group takes one word more. */
function formatGroups(commands: readonly CompletedCommand[]): string {
  return [...listGroups(commands)]
    .map(
      ([group, words]) => `    ${group})
      if [ "$COMP_CWORD" = 2 ]; then COMPREPLY=($(compgen -W "${joinWords(words)}" -- "$cur")); return; fi
      command="${group} \${COMP_WORDS[2]}" ;;`,
    )
    .join("\n");
}

function joinWords(words: readonly CompletedWord[]): string {
  return words.map(({ word }) => word).join(" ");
}

function formatCommand({ name, options, arguments: defined }: CompletedCommand): string {
  const cases = options.flatMap(({ long, short, value }) =>
    value === null
      ? []
      : [`        ${[short, long].filter(Boolean).join("|")}) values="${nameValues(value)}" ;;`],
  );
  const words = options
    .flatMap(({ long, short }) => (short === undefined ? [long] : [short, long]))
    .join(" ");
  const choices = defined.flatMap((one) => (one.kind === "words" ? one.words : []));
  const first = name.split(" ").length + 1;
  return `    "${name}")
      options="${words}"
      case $prev in
${cases.join("\n")}
        *) ${choices.length === 0 ? ":" : `[ "$COMP_CWORD" = ${first} ] && case $cur in -*) ;; *) values="${choices.join(" ")}" ;; esac`} ;;
      esac ;;`;
}

function nameValues(completion: Completion): string {
  if (completion.kind === "words") return completion.words.join(" ");
  return completion.kind === "program" ? "nothing" : completion.kind;
}

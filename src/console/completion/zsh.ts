/** Completion for zsh(1), by `_arguments` (zshcompsys(1)). */
import type { Completion } from "../option/option.ts";
import type { CompletedCommand, CompletedOption } from "./list-words.ts";

/** A script to be read by `source`, or put into a folder of `fpath` as `_ors`. */
export function formatZshCompletion(commands: readonly CompletedCommand[]): string {
  const rows = commands.map(({ name, summary }) => `    ${quote(`${name.replace(" ", "-")}:${summary}`)}`);
  return `#compdef ors
# zsh completion of ors: source <(ors completion zsh)
_ors() {
  local -a commands
  commands=(
${rows.join("\n")}
  )
  local command=\${words[2]}
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  if [[ -n \${(M)commands:#\${command}-\${words[3]}:*} ]]; then
    command="$command \${words[3]}"
    shift words; (( CURRENT-- ))
  fi
  shift words; (( CURRENT-- ))
  case $command in
${commands.map(formatCommand).join("\n")}
  esac
}
compdef _ors ors`;
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

/** `ors completion`: a script that completes commands, options and their values. */
import type { Command, Run } from "../../console/command.ts";
import { formatBashCompletion } from "../../console/completion/bash.ts";
import { formatFishCompletion } from "../../console/completion/fish.ts";
import { listCompletions } from "../../console/completion/list-words.ts";
import { formatZshCompletion } from "../../console/completion/zsh.ts";
import { exitCode } from "../../issue/exit-code.ts";
import type { definition } from "./definition.ts";

const formats = { bash: formatBashCompletion, zsh: formatZshCompletion, fish: formatFishCompletion } as const;

/** @param commands the command table, which this is a part of */
export function createRun(commands: readonly Command[]): Run<typeof definition> {
  return async (terminal, { shell }) => {
    terminal.print(formats[shell](await listCompletions(commands)));
    return exitCode.good;
  };
}

/** `ors help`: the same as `--help`. */
import type { Command, Run } from "../../console/command.ts";
import { formatHelp } from "../../console/help.ts";
import { exitCode } from "../../issue/exit-code.ts";
import type { definition } from "./definition.ts";

/** @param commands the command table, which this is a part of */
export function createRun(commands: readonly Command[]): Run<typeof definition> {
  return async (terminal, { command }) => {
    terminal.print(await formatHelp(commands, command ?? [], terminal.width));
    return exitCode.good;
  };
}

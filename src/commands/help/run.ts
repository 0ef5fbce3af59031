/** `ors help`: the same as `--help`. */
import type { CommandSection, Run } from "../../console/command.ts";
import { formatHelp } from "../../console/help.ts";
import { exitCode } from "../../issue/exit-code.ts";
import type { definition } from "./definition.ts";

/** @param sections the command table, which this is a part of */
export function createRun(sections: readonly CommandSection[]): Run<typeof definition> {
  return async (terminal, { command }) => {
    terminal.print(await formatHelp(sections, command ?? [], terminal.width));
    return exitCode.good;
  };
}

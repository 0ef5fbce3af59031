/** `ors manual`: manual pages as man(7) has them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command, Run } from "../../console/command.ts";
import { findCommand } from "../../console/find-command.ts";
import { formatCommandPage, formatPageName, formatProgramPage } from "../../console/manual-page.ts";
import { exitCode } from "../../issue/exit-code.ts";
import type { definition } from "./definition.ts";

/** @param commands the command table, which this is a part of */
export function createRun(commands: readonly Command[]): Run<typeof definition> {
  return async (terminal, { command: words = [], output }) => {
    if (output !== undefined) await writePages(commands, output);
    else terminal.print(await formatPage(commands, words));
    return exitCode.good;
  };
}

function formatPage(commands: readonly Command[], words: readonly string[]): string | Promise<string> {
  const found = findCommand(commands, words);
  return found === null || "group" in found ? formatProgramPage(commands) : formatCommandPage(found.command);
}

async function writePages(commands: readonly Command[], folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "ors.1"), `${formatProgramPage(commands)}\n`);
  for (const command of commands) {
    writeFileSync(join(folder, `${formatPageName(command.name)}.1`), `${await formatCommandPage(command)}\n`);
  }
}

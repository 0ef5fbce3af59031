/** `ors manual`: manual pages as man(7) has them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CommandSection, Run } from "../../console/command.ts";
import { findCommand } from "../../console/find-command.ts";
import { formatCommandPage, formatPageName, formatProgramPage } from "../../console/manual-page.ts";
import { exitCode } from "../../issue/exit-code.ts";
import type { definition } from "./definition.ts";

/** @param sections the command table, which this is a part of */
export function createRun(sections: readonly CommandSection[]): Run<typeof definition> {
  return async (terminal, { command: words = [], output }) => {
    if (output !== undefined) await writePages(sections, output);
    else terminal.print(await formatPage(sections, words));
    return exitCode.good;
  };
}

function formatPage(sections: readonly CommandSection[], words: readonly string[]): string | Promise<string> {
  const found = findCommand(
    sections.flatMap(({ commands }) => commands),
    words,
  );
  return found === null || "group" in found ? formatProgramPage(sections) : formatCommandPage(found.command);
}

async function writePages(sections: readonly CommandSection[], folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "ors.1"), `${formatProgramPage(sections)}\n`);
  for (const command of sections.flatMap(({ commands }) => commands)) {
    writeFileSync(join(folder, `${formatPageName(command.name)}.1`), `${await formatCommandPage(command)}\n`);
  }
}

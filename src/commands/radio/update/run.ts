/** `ors radio update`. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Run } from "../../../console/command.ts";
import { makeUsageError } from "../../../input/usage.ts";
import { askAndPrint } from "../ask.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const file = resolve(options.file);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    throw makeUsageError(`--file: ${file}: no such file`);
  return askAndPrint(terminal, options, {
    ask: "update",
    ru: options.ru,
    file,
    version: options.version ?? null,
    even_if_active: options.evenIfActive,
  });
};

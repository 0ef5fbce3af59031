/** `ors add cell`: a cell more in a parameter file. */
import type { Run } from "../../console/command.ts";
import { addCell } from "../../instance/add-shared.ts";
import { exitCode } from "../../issue/exit-code.ts";
import { editFile } from "../edit-file.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const { reference, ru } = options;
  await editFile(terminal, options, "cell", (text) => addCell(text, reference, ru));
  return exitCode.good;
};

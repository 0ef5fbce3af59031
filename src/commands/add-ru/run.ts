/** `ors add ru`: a Radio Unit more in a parameter file. */
import type { Run } from "../../console/command.ts";
import { addRadioUnit } from "../../instance/add-shared.ts";
import { exitCode } from "../../issue/exit-code.ts";
import { editFile } from "../edit-file.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const { reference, ruType } = options;
  await editFile(terminal, options, "Radio Unit", (text) => addRadioUnit(text, reference, ruType));
  return exitCode.good;
};

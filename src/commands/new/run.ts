/** `ors new`: a parameter file to start from. */

import type { Run } from "../../console/command.ts";
import { accept } from "../../input/accept.ts";
import { makeParameterFile } from "../../instance/new-parameters.ts";
import { exitCode } from "../../issue/exit-code.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const { value } = accept(makeParameterFile(options));
  terminal.print(value.trimEnd());
  return exitCode.good;
};

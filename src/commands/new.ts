/** `ors new`: a parameter file to start from. */

import { type Run, textOption } from "../console/command.ts";
import { accept, numberOption, requiredOption } from "../input/input.ts";
import { newParameters } from "../instance/new-parameters.ts";
import { exitCode } from "../issue/exit-code.ts";

export const run: Run = async (terminal, invocation) => {
  requiredOption(invocation, "ru-count");
  const { value } = accept(
    newParameters({
      ruCount: numberOption(invocation, "ru-count") ?? 0,
      ruType: textOption(invocation, "ru-type"),
      slaptap: textOption(invocation, "slaptap"),
      range: textOption(invocation, "range"),
    }),
  );
  terminal.print(value.trimEnd());
  return exitCode.good;
};

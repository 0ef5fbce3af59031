/** `ors switch metrics`. */
import type { Run } from "../../../console/command.ts";
import { exitCode } from "../../../issue/exit-code.ts";
import { askSwitch } from "../../../link/switch/control/ask-switch.ts";
import { questionMark } from "../../../link/switch/control/protocol.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, { control }) => {
  const { rows } = await askSwitch(control, `${questionMark}metrics`);
  for (const row of rows) terminal.print(String(row).trimEnd());
  return exitCode.good;
};

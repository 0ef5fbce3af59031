/** `ors tap down NAME`: takes one subtap down until `ors tap up NAME`. */
import type { Run } from "../../console/command.ts";
import { exitCode } from "../../issue/exit-code.ts";
import { takeDown } from "../../state/taken-down.ts";
import { findMarkedSubtap, hasWatch, warnWithoutWatch } from "../mark-subtap.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, values) => {
  const { name, state, options } = await findMarkedSubtap(terminal, values);
  const isNew = takeDown(state, name);
  const until = `until \`ors tap up ${name}${options && ` ${options}`}\``;
  const what = hasWatch(state) ? "taken down" : "marked as taken down";
  terminal.print(`${name} ${isNew ? "is" : "was already"} ${what}, ${until}`);
  warnWithoutWatch(terminal, state);
  return exitCode.good;
};

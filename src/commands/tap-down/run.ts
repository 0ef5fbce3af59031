/** `ors tap down NAME`: takes one subtap down until `ors tap up NAME`. */
import type { Run } from "../../console/command.ts";
import { exitCode } from "../../issue/exit-code.ts";
import { takeDown } from "../../state/taken-down.ts";
import { findMarkedSubtap, warnWithoutWatch } from "../mark-subtap.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const { name, state } = findMarkedSubtap(options);
  const fresh = takeDown(state, name);
  terminal.print(`${name} ${fresh ? "is" : "was already"} taken down, until \`ors tap up ${name}\``);
  warnWithoutWatch(terminal, state);
  return exitCode.good;
};

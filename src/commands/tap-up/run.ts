/** `ors tap up NAME`: gives back a subtap that `ors tap down NAME` took. */
import type { Run } from "../../console/command.ts";
import { exitCode } from "../../issue/exit-code.ts";
import { takeUp } from "../../state/taken-down.ts";
import { findMarkedSubtap, warnWithoutWatch } from "../mark-subtap.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, values) => {
  const { name, state } = await findMarkedSubtap(terminal, values);
  const was = takeUp(state, name);
  terminal.print(was ? `${name} is no longer taken down` : `${name} was not marked in ${state}`);
  if (was) warnWithoutWatch(terminal, state);
  return exitCode.good;
};

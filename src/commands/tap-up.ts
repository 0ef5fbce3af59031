/** `ors tap up NAME`: gives back a subtap that `ors tap down NAME` took. */

import type { Run } from "../console/command.ts";
import { exitCode } from "../issue/exit-code.ts";
import { takeUp } from "../state/taken-down.ts";
import { givenSubtap, sayWhoDoesIt } from "./tap-down.ts";

export const run: Run = async (terminal, invocation) => {
  const { name, state } = givenSubtap(invocation);
  const was = takeUp(state, name);
  terminal.print(was ? `${name} is no longer taken down` : `${name} was not taken down`);
  if (was) sayWhoDoesIt(terminal, state);
  return exitCode.good;
};

/** `ors tap down NAME`: takes one subtap down until `ors tap up NAME`. */

import type { Invocation, Run } from "../console/command.ts";
import type { Terminal } from "../console/terminal.ts";
import { givenStateFolder, usage } from "../input/input.ts";
import { exitCode } from "../issue/exit-code.ts";
import { isSubtapName, takeDown } from "../state/taken-down.ts";
import { isAlive, readStatus } from "../state/watch-status.ts";

export const run: Run = async (terminal, invocation) => {
  const { name, state } = givenSubtap(invocation);
  const fresh = takeDown(state, name);
  terminal.print(`${name} ${fresh ? "is" : "was already"} taken down, until \`ors tap up ${name}\``);
  sayWhoDoesIt(terminal, state);
  return exitCode.good;
};

/** The subtap and the state folder that the command line names. */
export function givenSubtap(invocation: Invocation): { readonly name: string; readonly state: string } {
  const name = invocation.arguments[0] ?? "";
  if (!isSubtapName(name)) throw usage(`"${name}" is no subtap`, "<slaptap>-<number>, such as slaptap16-2");
  return { name, state: givenStateFolder(invocation) };
}

/** The mark alone does nothing: the watch that has this state folder does. */
export function sayWhoDoesIt(terminal: Terminal, state: string): void {
  const status = readStatus(state);
  if (status !== null && isAlive(status)) return;
  terminal.complain(
    `no \`ors watch\` runs with --state ${state}: nothing changes until one does, or until \`ors apply\``,
  );
}

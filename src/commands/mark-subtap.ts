/** What `ors tap down` and `ors tap up` have in common. */
import type { Terminal } from "../console/terminal.ts";
import { findStateFolder, inputFileOf } from "../input/input-file.ts";
import { makeUsageError } from "../input/usage.ts";
import { isSubtapName } from "../state/taken-down.ts";
import { isWatchAlive, readWatchStatus } from "../state/watch-status.ts";

type MarkOptions = {
  readonly name: string;
  readonly state: string | undefined;
  readonly plan: string | undefined;
  readonly instance: string | undefined;
};

/** The subtap and the state folder that the command line names. */
export function findMarkedSubtap(options: MarkOptions): { readonly name: string; readonly state: string } {
  const { name } = options;
  if (!isSubtapName(name)) {
    throw makeUsageError(`"${name}" is not the name of a subtap`, "<slaptap>-<number>, such as slaptap16-2");
  }
  return { name, state: findStateFolder(options.state, inputFileOf(options)) };
}

/** The mark alone does nothing: the watch that has this state folder does. */
export function warnWithoutWatch(terminal: Terminal, state: string): void {
  const status = readWatchStatus(state);
  if (status !== null && isWatchAlive(status)) return;
  terminal.complain(
    `no \`ors watch\` runs with --state ${state}: nothing changes until one does, or until \`ors apply\``,
  );
}

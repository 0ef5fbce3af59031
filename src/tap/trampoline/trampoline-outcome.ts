/** How a run of the trampoline ended, as the errors of the commands. */
import { FailureError, InputError, PermissionError } from "../../issue/exit-code.ts";
import { error, place } from "../../issue/issue.ts";
import { hasNetAdmin } from "../host/file-capability.ts";
import { formatSetcapCommand } from "../host/setcap.ts";
import type { TrampolineOutcome } from "./run-trampoline.ts";

/**
 * Returns where the kernel is as wanted.
 *
 * @throws InputError, PermissionError, FailureError by the trampoline's exit code, with what would help
 */
export function checkOutcome(outcome: TrampolineOutcome, path: string): void {
  const { exitCode, startError, signal, complaints, complete } = outcome;
  if (startError !== null) throw explainNotStarted(startError, path);
  if (exitCode === 0 && complete) return;
  const said = complaints.length === 0 ? "the trampoline did not say why" : complaints.join("\n");
  if (exitCode === 2) throw new InputError(complaints.map((complaint) => error(place("taps"), complaint)));
  if (exitCode === 3) throw new PermissionError(`${said}${formatCapabilityHint(path)}`);
  if (exitCode === 0) throw new FailureError(`${path}: its answer is not whole${formatStanding(outcome)}`);
  if (exitCode === 4) throw new FailureError(`${said}${formatStanding(outcome)}`);
  const end = signal === null ? `ended with ${exitCode}` : `was ended by ${signal}`;
  throw new FailureError(`${path} ${end}: ${said}${formatStanding(outcome)}`);
}

function explainNotStarted(code: string, path: string): Error {
  switch (code) {
    case "ENOENT":
      return new FailureError(`${path} does not exist: \`npm run build\` makes it`);
    case "EACCES":
      return new PermissionError(`${path} may not be executed by this user: \`chmod 0755 ${path}\``);
    case "EPERM":
      return new PermissionError(
        `${path} has the capability CAP_NET_ADMIN, which this process may not get: it is outside of the bounding ` +
          "set, as in a container that was started without `--cap-add NET_ADMIN`",
      );
    default:
      return new FailureError(`${path} could not be started: ${code}`);
  }
}

function formatCapabilityHint(path: string): string {
  try {
    return hasNetAdmin(path) ? "" : `: its capability comes by: ${formatSetcapCommand(path)}`;
  } catch {
    return "";
  }
}

/** What stands although the run failed. */
function formatStanding({ changes }: TrampolineOutcome): string {
  if (changes.length === 0) return "";
  return `\n${changes.length} changes were made before that; the next run goes on from there`;
}

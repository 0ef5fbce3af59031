/** The commands' end of the control socket. */
import { FailureError, PermissionError } from "../../../issue/exit-code.ts";
import type { Issue } from "../../../issue/issue.ts";
import { LibcError } from "../../../libc/errno.ts";
import type { SwitchChange } from "../../../vlan/compare-configurations.ts";
import { connectSeqpacket } from "../../seqpacket/client.ts";
import { type AnswerEnd, type AnswerLine, answerTimeoutMs, maxAnswerMessageBytes } from "./protocol.ts";

export type SwitchAnswer = AnswerEnd & {
  readonly rows: readonly unknown[];
  readonly changes: readonly SwitchChange[];
  readonly issues: readonly Issue[];
};

/**
 * Sends one message to the switch that listens at a path and gathers its answer.
 *
 * @throws FailureError where no switch listens there or it does not answer, PermissionError where it is another user's
 */
export async function askSwitch(path: string, message: string): Promise<SwitchAnswer> {
  try {
    return await exchange(path, message);
  } catch (cause) {
    throw explainFailure(path, cause);
  }
}

function exchange(path: string, message: string): Promise<SwitchAnswer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const limits = { maxMessageBytes: maxAnswerMessageBytes };
    const timer = setTimeout(() => reject(new FailureError(`${path}: no answer`)), answerTimeoutMs);
    const settle = (action: () => void) => {
      clearTimeout(timer);
      action();
    };
    connectSeqpacket(path, { limits }, (connection) => ({
      onMessage: ({ bytes }) => {
        parts.push(bytes);
        if (!hasEnded(bytes)) return;
        const answer = parseAnswer(Buffer.concat(parts).toString("utf8"));
        if (answer === undefined) return;
        connection.close();
        settle(() => resolve(answer));
      },
      onClose: (error) =>
        settle(() => reject(error ?? new FailureError(`${path}: the switch ended without an answer`))),
    })).then(
      (connection) => connection.send(Buffer.from(message)),
      (cause) => settle(() => reject(cause)),
    );
  });
}

/** A line may end here; whether it is the last one its own text says. */
function hasEnded(bytes: Buffer): boolean {
  return bytes.at(-1) === 0x0a;
}

/** Undefined where the last line is still to come. */
export function parseAnswer(text: string): SwitchAnswer | undefined {
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as AnswerLine);
  const end = lines.at(-1);
  if (end === undefined || !("end" in end)) return undefined;
  return {
    ...end,
    rows: lines.flatMap((line) => ("row" in line ? [line.row] : [])),
    changes: lines.flatMap((line) => ("change" in line ? [line.change] : [])),
    issues: lines.flatMap((line) => ("issue" in line ? [line.issue] : [])),
  };
}

/** What failed with the socket at a path, as an error for a person. */
export function explainFailure(path: string, cause: unknown): unknown {
  if (!(cause instanceof LibcError)) return cause;
  const { name } = cause.errno;
  if (name === "ENOENT" || name === "ECONNREFUSED")
    return new FailureError(`${path}: no switch listens there`);
  if (name === "EACCES") return new PermissionError(`${path}: the switch is another user's`);
  if (name === "EMSGSIZE") return new FailureError(`${path}: the message is too long for a socket`);
  return new FailureError(`${path}: ${cause.message}`);
}

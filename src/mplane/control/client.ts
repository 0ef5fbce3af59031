/** The commands' end of the daemon's control socket. */
import { connect } from "node:net";
import { FailureError, PermissionError } from "../../issue/exit-code.ts";
import { type ControlAnswer, type ControlRequest, controlTimeoutMs, maxControlBytes } from "./protocol.ts";
import { openSocketPath } from "./socket-path.ts";

/**
 * Asks the daemon of a state folder.
 *
 * @throws FailureError where no daemon runs or it does not answer, PermissionError where it is another user's
 */
export async function askDaemon(stateFolder: string, request: ControlRequest): Promise<ControlAnswer> {
  let bound: ReturnType<typeof openSocketPath> | undefined;
  try {
    bound = openSocketPath(stateFolder);
    return JSON.parse(await exchange(bound.path, JSON.stringify(request)));
  } catch (cause) {
    throw explainFailure(stateFolder, cause);
  } finally {
    bound?.close();
  }
}

function exchange(path: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => socket.end(text));
    const chunks: Buffer[] = [];
    let total = 0;
    socket.setTimeout(controlTimeoutMs, () => socket.destroy(new Error("the daemon does not answer")));
    socket.on("data", (chunk: Buffer) => {
      total += chunk.length;
      chunks.push(chunk);
      if (total > maxControlBytes) socket.destroy(new Error("the daemon's answer is too long"));
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("utf8")));
  });
}

function explainFailure(stateFolder: string, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ECONNREFUSED") {
    return new FailureError(`no \`ors radio run\` runs with the state folder ${stateFolder}`);
  }
  if (code === "EACCES") return new PermissionError(`${stateFolder}: the daemon is another user's`);
  if (cause instanceof SyntaxError)
    return new PermissionError("the daemon did not answer: it is another user's, or has just ended");
  return new FailureError(message);
}

/** The commands' end of a control socket. */
import { connect } from "node:net";
import { join } from "node:path";
import { FailureError, PermissionError } from "../../issue/exit-code.ts";
import { openSocketPath } from "../../link/seqpacket/socket-path.ts";
import { controlLimits } from "./limits.ts";
import type { SocketPlace } from "./socket-place.ts";

/**
 * Asks whoever serves the socket.
 *
 * @param server how messages call it: `\`ors radio run\``
 * @returns the JSON that it answers
 * @throws FailureError where nobody serves it or no answer comes, PermissionError where it is another user's
 */
export async function askControl(place: SocketPlace, server: string, request: unknown): Promise<unknown> {
  let bound: ReturnType<typeof openSocketPath> | undefined;
  try {
    bound = openSocketPath(join(place.folder, place.name));
    return JSON.parse(await exchange(bound.path, JSON.stringify(request)));
  } catch (cause) {
    throw explainFailure(place.folder, server, cause);
  } finally {
    bound?.close();
  }
}

function exchange(path: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => socket.end(text));
    const chunks: Buffer[] = [];
    let total = 0;
    socket.setTimeout(controlLimits.timeoutMs, () => socket.destroy(new Error("no answer came")));
    socket.on("data", (chunk: Buffer) => {
      total += chunk.length;
      chunks.push(chunk);
      if (total > controlLimits.maxBytes) socket.destroy(new Error("the answer is too long"));
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("utf8")));
  });
}

function explainFailure(folder: string, server: string, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ECONNREFUSED")
    return new FailureError(`no ${server} runs with the state folder ${folder}`);
  if (code === "EACCES") return new PermissionError(`${folder}: ${server} is another user's`);
  if (cause instanceof SyntaxError)
    return new PermissionError(`${server} did not answer: it is another user's, or has just ended`);
  return new FailureError(`${server}: ${message}`);
}

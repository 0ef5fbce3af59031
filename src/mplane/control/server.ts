/** The daemon's end of its control socket: for its own user and root alone. */
import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { getPeer } from "../../libc/socket.ts";
import {
  type ControlAnswer,
  type ControlRequest,
  controlRequest,
  controlTimeoutMs,
  maxControlBytes,
} from "./protocol.ts";
import { openSocketPath, socketName } from "./socket-path.ts";

/**
 * Listens in the state folder. The caller holds the lock of the daemon: a socket that lies there is stale.
 *
 * @param answer is called with what was asked
 */
export async function serveControl(
  stateFolder: string,
  answer: (request: ControlRequest) => ControlAnswer,
): Promise<{ readonly close: () => void }> {
  mkdirSync(stateFolder, { recursive: true });
  const path = join(stateFolder, socketName);
  rmSync(path, { force: true });
  const server = createServer({ allowHalfOpen: true }, (socket) => serveConnection(socket, answer));
  const bound = openSocketPath(stateFolder);
  try {
    await listen(server, bound.path);
    chmodSync(path, 0o600);
  } finally {
    bound.close();
  }
  return {
    close: () => {
      server.close();
      rmSync(path, { force: true });
    },
  };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => {
      server.off("error", reject);
      server.on("error", () => {});
      resolve();
    });
  });
}

function serveConnection(socket: Socket, answer: (request: ControlRequest) => ControlAnswer): void {
  const chunks: Buffer[] = [];
  let total = 0;
  socket.on("error", () => {});
  socket.setTimeout(controlTimeoutMs, () => socket.destroy());
  if (!isPermitted(socket)) {
    socket.destroy();
    return;
  }
  socket.on("data", (chunk: Buffer) => {
    total += chunk.length;
    if (total > maxControlBytes) socket.destroy();
    else chunks.push(chunk);
  });
  socket.on("end", () => {
    socket.end(`${JSON.stringify(answerText(Buffer.concat(chunks).toString("utf8"), answer))}\n`);
  });
}

/** File permissions say the same; a socket that was handed on is judged by who opened it. */
function isPermitted(socket: Socket): boolean {
  const fd = (socket as Socket & { readonly _handle?: { readonly fd?: number } })._handle?.fd;
  if (fd === undefined || fd < 0) return false;
  const user = getPeer(fd).user;
  return user === 0 || user === process.getuid?.();
}

function answerText(text: string, answer: (request: ControlRequest) => ControlAnswer): ControlAnswer {
  const parsed = controlRequest.safeParse(parseJson(text));
  if (!parsed.success)
    return { refused: "a request that this daemon does not know: is it of another version?", input: true };
  return answer(parsed.data);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The serving end of a control socket: for its own user and root alone. */
import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import type * as z from "zod";
import { parseJsonValue } from "../../instance/text/json-value.ts";
import { getPeer } from "../../libc/socket.ts";
import { openSocketPath } from "../../link/seqpacket/socket-path.ts";
import { controlLimits } from "./limits.ts";
import type { SocketPlace } from "./socket-place.ts";

type Answer = (request: unknown) => unknown;

/**
 * Listens in a folder. The caller has seen to it that nobody else serves there: a socket that lies there is stale.
 *
 * @param shape of a request
 * @param answer is called with what was asked; what it returns goes out as JSON
 */
export async function serveControl<Shape extends z.ZodType>(
  place: SocketPlace,
  shape: Shape,
  answer: (request: z.output<Shape>) => unknown,
): Promise<{ readonly close: () => void }> {
  const path = join(place.folder, place.name);
  mkdirSync(place.folder, { recursive: true });
  rmSync(path, { force: true });
  const answerAny: Answer = (request) => {
    const parsed = shape.safeParse(request);
    return parsed.success ? answer(parsed.data) : unknownRequest;
  };
  const server = createServer({ allowHalfOpen: true }, (socket) => serveConnection(socket, answerAny));
  const bound = openSocketPath(path);
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

const unknownRequest = {
  refused: "a request that is not known here: is the command of another version?",
  input: true,
};

function serveConnection(socket: Socket, answer: Answer): void {
  const chunks: Buffer[] = [];
  let total = 0;
  socket.on("error", () => {});
  socket.setTimeout(controlLimits.timeoutMs, () => socket.destroy());
  if (!isPermitted(socket)) {
    socket.destroy();
    return;
  }
  socket.on("data", (chunk: Buffer) => {
    total += chunk.length;
    if (total > controlLimits.maxBytes) socket.destroy();
    else chunks.push(chunk);
  });
  socket.on("end", () => {
    socket.end(`${JSON.stringify(answer(parseJsonValue(Buffer.concat(chunks).toString("utf8"))))}\n`);
  });
}

/** File permissions say the same; a socket that was handed on is judged by who opened it. */
function isPermitted(socket: Socket): boolean {
  const fd = (socket as Socket & { readonly _handle?: { readonly fd?: number } })._handle?.fd;
  if (fd === undefined || fd < 0) return false;
  const user = getPeer(fd).user;
  return user === 0 || user === process.getuid?.();
}

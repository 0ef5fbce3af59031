/** Ports of the loopback for one process of the tests. */
import { createServer, type Server } from "node:net";

/** Below what the kernel gives to connections (net.ipv4.ip_local_port_range, 32768 and above). */
const firstPort = 10_000;
const blockSize = 200;
const blocks = 110;

const free: number[] = [];

/**
 * A port on which nothing listens, and which no other process of the tests is given while this one runs: also where
 * what shall listen there comes later, or goes and comes back.
 */
export async function takePort(host: "::1" | "127.0.0.1"): Promise<number> {
  for (;;) {
    const port = free.shift();
    if (port === undefined) free.push(...(await takeBlock()));
    else if (await isFree(host, port)) return port;
  }
}

/** Its first port is listened on until this process ends, so that no other process takes it. */
async function takeBlock(): Promise<number[]> {
  for (let turn = 0; turn < blocks; turn++) {
    const start = firstPort + ((process.pid + turn) % blocks) * blockSize;
    const guard = await listen("127.0.0.1", start);
    if (guard === null) continue;
    guard.unref();
    return Array.from({ length: blockSize - 1 }, (_, index) => start + 1 + index);
  }
  throw new Error("other processes have every block of ports");
}

async function isFree(host: string, port: number): Promise<boolean> {
  const server = await listen(host, port);
  if (server === null) return false;
  await new Promise((resolve) => server.close(resolve));
  return true;
}

/** Null where the port is taken. */
function listen(host: string, port: number): Promise<Server | null> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("listening", () => resolve(server));
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(null) : reject(error),
    );
    server.listen(port, host);
  });
}

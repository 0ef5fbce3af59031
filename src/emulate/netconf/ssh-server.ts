/** The SSH side of a simulated Radio Unit: port, login, subsystem `netconf`; gone while it restarts. */

import { generateKeyPairSync } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import type { AuthContext, Connection } from "ssh2";
import { loadSsh2, sendAtOnce } from "../../netconf/load-ssh2.ts";
import type { FaultKind, Faults } from "./faults/faults.ts";
import type { SimulatedRadioUnit } from "./simulated-radio-unit.ts";

export type ListenAt =
  | { readonly host: string; readonly port: number }
  /** A socket that listens already, opened in the network namespace of the Radio Unit. */
  | { readonly fd: number };

export type SshServerOptions = {
  /** Called at each start, since a restart closes what listened. */
  readonly listenAt: () => ListenAt;
  readonly user: string;
  readonly password: string;
};

export type SshServer = {
  readonly start: () => Promise<void>;
  /** Cuts every connection, and listens no more. */
  readonly stop: () => void;
  /** The same, and is back after a pause in milliseconds. */
  readonly restart: (pauseMs: number) => void;
  /** The Radio Unit does other things wrong than before: where it has to listen otherwise, connections are cut. */
  readonly takeFaults: () => void;
};

export async function createSshServer(
  radioUnit: () => SimulatedRadioUnit,
  options: SshServerOptions,
): Promise<SshServer> {
  const ssh = await loadSsh2();
  const hostKeys = [makeHostKey(), makeHostKey()];
  const connections = new Set<Connection>();
  const sockets = new Set<Socket>();
  const has = (fault: FaultKind) => radioUnit().device.faults.has(fault);
  let server: Server | undefined;
  let boot: NodeJS.Timeout | undefined;
  let isUp = false;
  let listening = "";

  const open = () => {
    if (has("silent-ssh")) return createTrackedServer(sockets, () => {});
    const hostKey = hostKeys[has("other-host-key") ? 1 : 0] ?? "";
    const sshServer = new ssh.Server({ hostKeys: [hostKey] }, (connection) => {
      connections.add(connection);
      sendAtOnce(connection);
      serveConnection(connection, radioUnit, options);
      connection.on("close", () => connections.delete(connection));
    });
    return createTrackedServer(sockets, (socket) => sshServer.injectSocket(socket));
  };
  const start = async () => {
    isUp = true;
    listening = describeListening(radioUnit().device.faults);
    if (has("closed-port")) return;
    server = open();
    await listen(server, options.listenAt());
  };
  const stop = () => {
    clearTimeout(boot);
    isUp = false;
    server?.close();
    server = undefined;
    for (const connection of connections) connection.end();
    // the other end may be gone with its cable, and never answer
    for (const socket of sockets) socket.destroySoon();
  };
  const restart = (pauseMs: number) => {
    stop();
    boot = setTimeout(() => {
      // somebody else may have the port for a moment
      start().catch(() => restart(retryMs));
    }, pauseMs);
  };
  return {
    start,
    stop,
    restart,
    takeFaults: () => {
      if (isUp && describeListening(radioUnit().device.faults) !== listening) restart(0);
    },
  };
}

/** What changes how it listens. */
function describeListening(faults: Faults): string {
  const kinds: readonly FaultKind[] = ["closed-port", "silent-ssh", "other-host-key"];
  return kinds.filter((kind) => faults.has(kind)).join(" ");
}

const retryMs = 100;

/** @param sockets those that are open */
function createTrackedServer(sockets: Set<Socket>, take: (socket: Socket) => void): Server {
  return createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    take(socket);
  });
}

function makeHostKey(): string {
  const { privateKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { type: "sec1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return privateKey;
}

function listen(server: Server, at: ListenAt): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const done = () => {
      server.off("error", reject);
      server.on("error", () => {});
      resolve();
    };
    if ("fd" in at) server.listen({ fd: at.fd }, done);
    else server.listen(at.port, at.host, done);
  });
}

function serveConnection(
  connection: Connection,
  radioUnit: () => SimulatedRadioUnit,
  options: SshServerOptions,
): void {
  connection.on("error", () => {});
  connection.on("authentication", (context) => decide(context, radioUnit(), options));
  connection.on("session", (accept) => {
    accept().on("subsystem", (acceptSubsystem, reject, { name }) => {
      if (name === "netconf" && !radioUnit().device.faults.has("no-subsystem"))
        radioUnit().accept(acceptSubsystem());
      else reject();
    });
  });
}

function decide(
  context: AuthContext,
  { device }: SimulatedRadioUnit,
  { user, password }: SshServerOptions,
): void {
  const expected = device.faults.has("wrong-password") ? null : password;
  const method = device.faults.has("only-keyboard-interactive") ? "keyboard-interactive" : "password";
  const settle = (given: string | undefined) => {
    if (context.username === user && given === expected) context.accept();
    else context.reject([method]);
  };
  if (context.method !== method) context.reject([method]);
  else if (context.method === "password") settle(context.password);
  else if (context.method === "keyboard-interactive")
    context.prompt([{ prompt: "Password: ", echo: false }], ([answer]) => settle(answer));
}

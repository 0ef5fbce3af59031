/** The SSH side of a simulated Radio Unit: port, login, subsystem `netconf`; gone while it restarts. */

import { generateKeyPairSync } from "node:crypto";
import type { AuthContext, Connection, Server } from "ssh2";
import { loadSsh2 } from "../../netconf/load-ssh2.ts";
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
  /** Milliseconds of a restart. */
  readonly bootMs: number;
};

export type SshServer = {
  readonly start: () => Promise<void>;
  /** Cuts every connection, and is back after the time of a restart. */
  readonly restart: () => void;
  readonly close: () => void;
};

export async function createSshServer(
  radioUnit: () => SimulatedRadioUnit,
  options: SshServerOptions,
): Promise<SshServer> {
  const ssh = await loadSsh2();
  const hostKeys = [makeHostKey(), makeHostKey()];
  const connections = new Set<Connection>();
  let server: Server | undefined;
  let boot: NodeJS.Timeout | undefined;

  const start = async () => {
    const { faults } = radioUnit().device;
    const hostKey = hostKeys[faults.has("other-host-key") ? 1 : 0] ?? "";
    server = new ssh.Server({ hostKeys: [hostKey] }, (connection) => {
      connections.add(connection);
      // each small message would wait for a delayed acknowledgement
      (connection as Connection & { setNoDelay?: (on: boolean) => void }).setNoDelay?.(true);
      serveConnection(connection, radioUnit, options);
      connection.on("close", () => connections.delete(connection));
    });
    await listen(server, options.listenAt());
  };
  const stop = () => {
    clearTimeout(boot);
    server?.close();
    server = undefined;
    for (const connection of connections) connection.end();
  };
  return {
    start,
    restart: () => {
      stop();
      boot = setTimeout(() => void start().catch(() => {}), options.bootMs);
    },
    close: stop,
  };
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
      if (name === "netconf") radioUnit().accept(acceptSubsystem());
      else reject();
    });
  });
}

function decide(
  context: AuthContext,
  { device }: SimulatedRadioUnit,
  { user, password }: SshServerOptions,
): void {
  const right = device.faults.has("wrong-password") ? null : password;
  if (context.username === user && context.method === "password" && context.password === right)
    context.accept();
  else context.reject(["password"]);
}

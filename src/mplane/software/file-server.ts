/**
 * An SFTP server for one firmware file and one download: it listens on the host's address of one subtap, at a random port, for a user
 * and a password of its own, and ends with the download.
 */

import { generateKeyPair, randomBytes } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { basename } from "node:path";
import { promisify } from "node:util";
import type { AuthContext, Connection, Server, Session } from "ssh2";
import { loadSsh2, sendAtOnce } from "../../netconf/load-ssh2.ts";
import type { DownloadSource } from "../session/requests.ts";
import { serveFile } from "./serve-file.ts";

export type FileServer = { readonly source: DownloadSource; readonly close: () => void };

export type FileServerOptions = {
  /** Absolute path of the firmware. */
  readonly file: string;
  /** Address to listen on. */
  readonly address: string;
  /** The Radio Unit's own public key (`ssh-rsa BASE64`), by which it may log in too; null: by password alone. */
  readonly authorizedKey: string | null;
};

/** @throws Error where the file cannot be read or the address not be listened on */
export async function openFileServer({
  file,
  address,
  authorizedKey,
}: FileServerOptions): Promise<FileServer> {
  const ssh = await loadSsh2();
  const handle = await open(file, "r");
  const user = `firmware-${randomBytes(4).toString("hex")}`;
  const password = randomBytes(18).toString("base64url");
  hostKey ??= makeHostKey();
  const key = await hostKey;
  const connections = new Set<Connection>();
  const allowed = authorizedKey === null ? null : ssh.utils.parseKey(authorizedKey);
  const server = new ssh.Server({ hostKeys: [key] }, (connection) => {
    connections.add(connection);
    sendAtOnce(connection);
    connection.on("error", () => {});
    connection.on("close", () => connections.delete(connection));
    connection.on("authentication", (context) => decide(context, user, password, allowed));
    connection.on("session", (accept) => offerSftp(accept(), handle, basename(file)));
  });
  server.on("error", () => {});
  const port = await listen(server, address);
  const close = () => {
    server.close();
    for (const connection of connections) connection.end();
    handle.close().catch(() => {});
  };
  const publicKey = parsePublicKey(ssh.utils.parseKey(key));
  const url = `sftp://${user}@[${address}]:${port}/${encodeURIComponent(basename(file))}`;
  return { source: { url, password, ...publicKey }, close };
}

/** One for all downloads of this process: several that are made at once take the processor from the sessions. */
let hostKey: Promise<string> | undefined;

/** RSA, which old clients know too; made aside, since it takes a tenth of a second. */
async function makeHostKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  return privateKey;
}

type ParsedKey = ReturnType<typeof import("ssh2").utils.parseKey>;

function parsePublicKey(parsed: ParsedKey): Pick<DownloadSource, "hostKeyType" | "hostKey"> {
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key === undefined || key instanceof Error) throw new TypeError("a host key that cannot be read");
  return { hostKeyType: key.type, hostKey: key.getPublicSSH().toString("base64") };
}

function decide(context: AuthContext, user: string, password: string, allowed: ParsedKey | null): void {
  const isRight =
    (context.method === "password" && context.password === password) ||
    (context.method === "publickey" && isAllowed(context, allowed));
  if (context.username === user && isRight) context.accept();
  else context.reject(["password", "publickey"]);
}

function isAllowed(
  context: Extract<AuthContext, { method: "publickey" }>,
  allowed: ParsedKey | null,
): boolean {
  if (allowed === null || allowed instanceof Error || Array.isArray(allowed)) return false;
  if (!allowed.getPublicSSH().equals(context.key.data)) return false;
  // without a signature it only asks whether the key would do
  return (
    context.signature === undefined ||
    allowed.verify(context.blob ?? Buffer.alloc(0), context.signature, context.hashAlgo) === true
  );
}

function offerSftp(session: Session, handle: FileHandle, name: string): void {
  session.on("error", () => {});
  session.on("sftp", (accept) => serveFile(accept(), handle, name));
}

function listen(server: Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, address, () => resolve((server.address() as AddressInfo).port));
  });
}

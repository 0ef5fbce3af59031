/** A simulated Radio Unit fetches its firmware: by SFTP, as the URL says. */

import type { Socket } from "node:net";
import type { Client, SFTPWrapper } from "ssh2";
import { type Ipv6Address, parseIpv6Address } from "../../../net/parse-ipv6.ts";
import { loadSsh2 } from "../../../netconf/load-ssh2.ts";

/** Status of a download-event, as the message of the error (o-ran-software-management). */
export type DownloadStatus =
  | "AUTHENTICATION_ERROR"
  | "PROTOCOL_ERROR"
  | "FILE_NOT_FOUND"
  | "APPLICATION_ERROR";

/**
 * @param connect opens a connection from where the Radio Unit is
 * @throws Error whose message is a {@link DownloadStatus}
 */
export async function fetchFirmware(
  url: string,
  password: string,
  connect: (address: Ipv6Address, port: number) => Socket,
): Promise<Buffer> {
  const { hostname, port, username, pathname } = new URL(url);
  const address = parseIpv6Address(hostname.replace(/^\[|\]$/g, ""));
  if (address === undefined) throw new Error("APPLICATION_ERROR" satisfies DownloadStatus);
  const { Client: SshClient } = await loadSsh2();
  const client = new SshClient();
  try {
    const sftp = await openSftp(client, connect(address, Number(port)), username, password);
    return await readFile(sftp, decodeURIComponent(pathname));
  } finally {
    client.end();
  }
}

function openSftp(client: Client, sock: Socket, username: string, password: string): Promise<SFTPWrapper> {
  return new Promise((resolve, reject) => {
    const fail = (status: DownloadStatus) => reject(new Error(status));
    client.on("ready", () =>
      client.sftp((error, sftp) => (error === undefined ? resolve(sftp) : fail("PROTOCOL_ERROR"))),
    );
    client.on("error", ({ level }) =>
      fail(level === "client-authentication" ? "AUTHENTICATION_ERROR" : "PROTOCOL_ERROR"),
    );
    sock.setNoDelay(true);
    sock.on("error", () => fail("PROTOCOL_ERROR"));
    client.connect({ sock, username, password });
  });
}

function readFile(sftp: SFTPWrapper, path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sftp.readFile(path, (error, content) => {
      if (error === undefined || error === null) resolve(content);
      else reject(new Error("FILE_NOT_FOUND" satisfies DownloadStatus));
    });
  });
}

/** TCP, SSH and the subsystem `netconf`: a stream of bytes to a Radio Unit, or why there is none. */

import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Client } from "ssh2";
import { loadSsh2 } from "../../netconf/load-ssh2.ts";
import { mplaneTimers } from "../timers.ts";

export type Login = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Decides about the host key, given as its raw bytes. */
  readonly acceptHostKey: (key: Buffer) => boolean;
  /** Waits until a key exchange may begin; to be called when it has ended. Many at once would hold the event loop. */
  readonly takeTurn: () => Promise<() => void>;
};

export type ChannelEvents = {
  readonly onOpen: (stream: Duplex) => void;
  /** Once, at the end; `refused` where trying soon again cannot help: password, host key, algorithms. */
  readonly onEnd: (reason: string, refused: boolean) => void;
};

export type Channel = {
  /** Ends everything at once: `end` of ssh2 never closes a session whose other end is frozen. */
  readonly destroy: () => void;
};

/** Dials. Every emitter of ssh2 has its error handled: one without a listener would end the process. */
export async function openChannel(login: Login, events: ChannelEvents): Promise<Channel> {
  const { Client: SshClient } = await loadSsh2();
  const client = new SshClient();
  // TCP_NODELAY: without it each request waits for a delayed acknowledgement
  const socket = connect({
    host: login.host,
    port: login.port,
    noDelay: true,
    // a cable that was pulled is noticed in a quarter of a minute, not at the next watchdog reset
    keepAlive: true,
    keepAliveInitialDelay: mplaneTimers.keepAliveMs,
  });
  const destroy = () => {
    clearTimeout(limit);
    socket.destroy();
    client.destroy();
  };
  const end = createOnce((reason: string, refused: boolean) => {
    destroy();
    events.onEnd(reason, refused);
  });
  const limit = setTimeout(
    () => end(`no answer within ${mplaneTimers.connectMs / 1000} s`, false),
    mplaneTimers.connectMs,
  );
  socket.on("error", (error) => end(error.message, false));
  socket.on("connect", () => {
    clearTimeout(limit);
    void login.takeTurn().then((giveBack) => {
      client.once("ready", giveBack).once("error", giveBack).once("close", giveBack);
      if (socket.destroyed) giveBack();
      else greet(client, socket, login);
    });
  });
  listen(client, end, (stream) => {
    stream.on("close", () => end("the Radio Unit closed the session", false));
    events.onOpen(stream);
  });
  return { destroy: createOnce(destroy) };
}

function greet(client: Client, socket: Socket, { user, password, acceptHostKey }: Login): void {
  client.connect({
    sock: socket,
    username: user,
    password,
    // nobody knows which of the two a device offers
    tryKeyboard: true,
    readyTimeout: mplaneTimers.sshMs,
    hostVerifier: (key: Buffer) => acceptHostKey(key),
  });
  client.on("keyboard-interactive", (_name, _instructions, _language, prompts, finish) =>
    finish(prompts.map(() => password)),
  );
}

type End = (reason: string, refused: boolean) => void;

function listen(client: Client, end: End, onStream: (stream: Duplex) => void): void {
  client.on("ready", () => {
    client.subsys("netconf", (error, channel) => {
      if (error !== undefined) return end(`no subsystem netconf: ${error.message}`, false);
      channel.stderr.on("error", () => {});
      onStream(channel);
    });
  });
  client.on("error", (error) => end(...describeError(error)));
  client.on("close", () => end("the connection was lost", false));
}

/** By the level that ssh2 gives to its errors. */
function describeError(error: Error & { level?: string }): [reason: string, refused: boolean] {
  if (error.level === "client-authentication") return ["user or password was refused", true];
  if (error.level === "handshake") return [error.message, true];
  return [error.message, false];
}

function createOnce<Arguments extends unknown[]>(
  run: (...args: Arguments) => void,
): (...args: Arguments) => void {
  let done = false;
  return (...args) => {
    if (done) return;
    done = true;
    run(...args);
  };
}

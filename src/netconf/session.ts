/** One NETCONF session over a stream of bytes: hello, requests by their id, notifications. */
import type { Duplex } from "node:stream";
import { createMessageDecoder, type MessageDecoder } from "./framing/decode-messages.ts";
import { encodeMessage, type Framing } from "./framing/encode-message.ts";
import { formatClientHello, type Hello, parseHello } from "./hello.ts";
import { netconfLimits } from "./limits.ts";
import { NetconfError } from "./netconf-error.ts";
import { type Notification, parseNotification } from "./notification.ts";
import { formatRpc, parseReply, type RpcReply } from "./rpc.ts";
import type { XmlElement } from "./xml/element.ts";
import { parseXml } from "./xml/parse-xml.ts";

export type SessionEvents = {
  readonly onHello: (hello: Hello) => void;
  readonly onNotification: (notification: Notification) => void;
  /** A message that belongs to nothing that we asked for: it is only logged. */
  readonly onStray: (what: string) => void;
  /** Once, at the end: why nothing can be sent or received any more. Requests without a reply get none. */
  readonly onEnd: (reason: string) => void;
};

export type Session = {
  /**
   * Sends a request; `onReply` is called once with its reply, or not at all where the session ends before. How long to
   * wait is the caller's to decide.
   */
  readonly request: (operation: string, onReply: (reply: RpcReply) => void) => void;
  /** Ends the session at once, with that reason. */
  readonly destroy: (reason: string) => void;
};

/** Sends our hello at once: to wait for the server's would be a deadlock where it waits for ours. */
export function openSession(stream: Duplex, events: SessionEvents): Session {
  const open: Open = {
    stream,
    events,
    decoder: createMessageDecoder(),
    waiting: new Map(),
    countNotification: createRateLimit(netconfLimits.maxNotificationsPerSecond),
    framing: null,
    ended: false,
    nextId: 1,
  };
  stream.on("data", (bytes: Uint8Array) => receive(open, bytes));
  stream.on("error", (error) => end(open, error.message));
  stream.on("end", () => end(open, "the other end closed the session"));
  stream.on("close", () => end(open, "the connection was lost"));
  stream.write(encodeMessage(formatClientHello(), "end-of-message"));
  return {
    request: (operation, onReply) => sendRequest(open, operation, onReply),
    destroy: (reason) => end(open, reason),
  };
}

type Open = {
  readonly stream: Duplex;
  readonly events: SessionEvents;
  readonly decoder: MessageDecoder;
  /** By message-id. */
  readonly waiting: Map<string, (reply: RpcReply) => void>;
  readonly countNotification: () => void;
  /** Null until the server's hello. */
  framing: Framing | null;
  ended: boolean;
  nextId: number;
};

function sendRequest(open: Open, operation: string, onReply: (reply: RpcReply) => void): void {
  if (open.ended || open.framing === null) return;
  const id = open.nextId++;
  open.waiting.set(String(id), onReply);
  open.stream.write(encodeMessage(formatRpc(id, operation), open.framing));
}

function end(open: Open, reason: string): void {
  if (open.ended) return;
  open.ended = true;
  open.waiting.clear();
  open.stream.destroy();
  open.events.onEnd(reason);
}

function receive(open: Open, bytes: Uint8Array): void {
  if (open.ended) return;
  try {
    open.decoder.push(bytes);
    for (let message = open.decoder.next(); message !== undefined; message = open.decoder.next()) {
      handle(open, parseXml(message));
      if (open.ended) return;
    }
  } catch (cause) {
    if (!(cause instanceof NetconfError)) throw cause;
    end(open, `the other end sent ${cause.message}`);
  }
}

function handle(open: Open, element: XmlElement): void {
  const reply = parseReply(element);
  const notification = parseNotification(element);
  if (open.framing === null) greet(open, element);
  else if (reply !== undefined) answer(open, reply);
  else if (notification === undefined) open.events.onStray(`a message ${element.name}`);
  else {
    open.countNotification();
    open.events.onNotification(notification);
  }
}

function greet(open: Open, element: XmlElement): void {
  const hello = parseHello(element);
  open.framing = hello.chunked ? "chunked" : "end-of-message";
  open.decoder.setFraming(open.framing);
  open.events.onHello(hello);
}

function answer({ waiting, events }: Open, reply: RpcReply): void {
  const onReply = waiting.get(reply.messageId ?? "");
  if (onReply === undefined) {
    events.onStray(`a reply to ${reply.messageId ?? "no message-id"}`);
    return;
  }
  waiting.delete(reply.messageId ?? "");
  onReply(reply);
}

/** Throws at the first one beyond so many in a second. */
function createRateLimit(maxPerSecond: number): () => void {
  let second = 0;
  let count = 0;
  return () => {
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) [second, count] = [now, 0];
    count++;
    if (count > maxPerSecond) throw new NetconfError(`more than ${maxPerSecond} notifications in a second`);
  };
}

/**
 * A client of the eNB's remote API: JSON messages over a WebSocket. The eNB greets with `ready`, or with
 * `authenticate` where a password is set; a request carries a `message_id` that its answer repeats.
 */
import { createHmac } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import {
  awaitAnswer,
  awaitGreeting,
  beginConversation,
  type Conversation,
  createConversation,
} from "./conversation.ts";
import type { Message } from "./frame.ts";

export type RemoteApi = {
  /** The answer to a request. Throws where the eNB answers with an error, is silent, or is gone. */
  readonly ask: (request: Message) => Promise<Message>;
  readonly close: () => void;
  /** Aborted when the connection has ended. */
  readonly ended: AbortSignal;
};

export type RemoteApiOptions = {
  readonly password?: string;
  /** How long to wait for the connection, for a greeting and for each answer. */
  readonly timeoutMs?: number;
  /** Aborted, it ends the connection, and whatever waits fails at once. */
  readonly signal?: AbortSignal;
};

const defaultTimeoutMs = 10_000;
/** The eNB takes one request each 10 ms on a connection. */
const minRequestIntervalMs = 10;

/** Connects and authenticates. Throws an Error that says what failed. */
export async function openRemoteApi(url: string, options: RemoteApiOptions = {}): Promise<RemoteApi> {
  const { WebSocket } = await import("ws");
  const { timeoutMs = defaultTimeoutMs, password, signal } = options;
  // An eNB refuses a client that names no origin; which one does not matter.
  const origin = `http://${new URL(url).host}`;
  const socket = new WebSocket(url, { origin, handshakeTimeout: timeoutMs, perMessageDeflate: false });
  const conversation = createConversation(socket, timeoutMs);
  try {
    await beginConversation(conversation, signal);
    await authenticate(conversation, password);
  } catch (cause) {
    socket.terminate();
    throw cause;
  }
  return {
    ask: (request) => ask(conversation, request),
    close: () => socket.terminate(),
    ended: conversation.ended.signal,
  };
}

async function ask(conversation: Conversation, request: Message): Promise<Message> {
  await waitForTurn(conversation);
  conversation.lastId += 1;
  const id = conversation.lastId;
  const answer = awaitAnswer(conversation, id, `no answer to ${JSON.stringify(request.message)}`);
  if (conversation.end === null) send(conversation, { ...request, message_id: id });
  return answer;
}

function send({ socket }: Conversation, message: Message): void {
  socket.send(JSON.stringify(message));
}

async function waitForTurn(conversation: Conversation): Promise<void> {
  const nowMs = performance.now();
  const turnMs = Math.max(nowMs, conversation.freeAtMs);
  conversation.freeAtMs = turnMs + minRequestIntervalMs;
  if (turnMs > nowMs) await pause(turnMs - nowMs);
}

async function authenticate(conversation: Conversation, password: string | undefined): Promise<void> {
  const greeting = await awaitGreeting(conversation);
  if (greeting.message === "ready") return;
  if (password === undefined) throw new Error("the eNB wants a password, and none was given");
  await waitForTurn(conversation);
  send(conversation, { message: "authenticate", res: computeResponse(greeting, password) });
  const verdict = await awaitGreeting(conversation);
  if (verdict.error !== undefined) throw new Error(`the eNB refuses the password: ${String(verdict.error)}`);
}

/** The HMAC-SHA256 of the challenge, with a key of the program's type, the password and its name. */
function computeResponse(greeting: Message, password: string): string {
  const key = `${String(greeting.type)}:${password}:${String(greeting.name)}`;
  return createHmac("sha256", key).update(String(greeting.challenge)).digest("hex");
}

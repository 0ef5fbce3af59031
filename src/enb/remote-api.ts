/**
 * A client of the eNB's remote API: JSON messages over a WebSocket. The eNB greets with `ready`, or with
 * `authenticate` where a password is set; a request carries a `message_id` that its answer repeats.
 */
import { createHmac } from "node:crypto";
import type { WebSocket } from "ws";

export type Message = Readonly<Record<string, unknown>>;

export type RemoteApi = {
  /** The answer to a request. Throws where the eNB answers with an error, is silent, or is gone. */
  readonly ask: (request: Message) => Promise<Message>;
  readonly close: () => void;
};

export type RemoteApiOptions = {
  readonly password?: string;
  /** How long to wait for the connection and for each answer, ms. */
  readonly patience?: number;
  /** How long to wait for a greeting before asking without one, ms. */
  readonly greetingPatience?: number;
};

const standardPatience = 10_000;
/** An eNB greets at once; one that does not is asked all the same. */
const standardGreetingPatience = 2_000;

/** Connects and authenticates. Throws an Error that says what failed. */
export async function openRemoteApi(url: string, options: RemoteApiOptions = {}): Promise<RemoteApi> {
  const { WebSocket } = await import("ws");
  const patience = options.patience ?? standardPatience;
  const socket = new WebSocket(url, { handshakeTimeout: patience, perMessageDeflate: false });
  const api = converse(socket, patience);
  try {
    await within(patience, api.opened, "no connection");
    await api.greeted(options);
    return api;
  } catch (cause) {
    api.close();
    throw cause;
  }
}

type Waiting = { readonly resolve: (message: Message) => void; readonly reject: (cause: Error) => void };

function converse(socket: WebSocket, patience: number) {
  const waiting = new Map<number, Waiting>();
  const greetings: Message[] = [];
  let awaitGreeting: Waiting | undefined;
  let lastId = 0;
  let end: Error | undefined;

  const opened = new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.on("error", (cause) => finish(cause));
    socket.on("close", () => finish(new Error("the eNB closed the connection")));
    function finish(cause: Error) {
      end ??= cause;
      reject(end);
      for (const { reject: rejectOne } of waiting.values()) rejectOne(end);
      awaitGreeting?.reject(end);
      waiting.clear();
    }
  });
  opened.catch(() => {});
  socket.on("message", (bytes) => receive(parse(String(bytes))));

  function receive(message: Message | undefined) {
    if (message === undefined) return;
    const id = answeredId(message, waiting);
    if (id === undefined) {
      if (awaitGreeting === undefined) greetings.push(message);
      else awaitGreeting.resolve(message);
      return;
    }
    const one = waiting.get(id);
    waiting.delete(id);
    if (message.error === undefined) one?.resolve(message);
    else one?.reject(new Error(`the eNB answers: ${String(message.error)}`));
  }

  function ask(request: Message): Promise<Message> {
    lastId += 1;
    const id = lastId;
    const answer = new Promise<Message>((resolve, reject) => {
      if (end !== undefined) return reject(end);
      waiting.set(id, { resolve, reject });
      socket.send(JSON.stringify({ ...request, message_id: id }));
    });
    return within(patience, answer, `no answer to ${JSON.stringify(request.message)}`);
  }

  function nextGreeting(limit: number): Promise<Message> {
    const kept = greetings.shift();
    if (kept !== undefined) return Promise.resolve(kept);
    const next = new Promise<Message>((resolve, reject) => {
      awaitGreeting = { resolve, reject };
      if (end !== undefined) reject(end);
    });
    return within(limit, next, "no greeting").finally(() => {
      awaitGreeting = undefined;
    });
  }

  async function greeted({ password, greetingPatience = standardGreetingPatience }: RemoteApiOptions) {
    const greeting = await nextGreeting(greetingPatience).catch((cause) => {
      if (end !== undefined) throw cause;
    });
    if (greeting?.message !== "authenticate") return;
    if (password === undefined) throw new Error("the eNB wants a password, and none was given");
    socket.send(JSON.stringify({ message: "authenticate", res: authenticationString(greeting, password) }));
    const verdict = await nextGreeting(patience);
    if (verdict.error !== undefined)
      throw new Error(`the eNB refuses the password: ${String(verdict.error)}`);
  }

  return { opened, greeted, ask, close: () => socket.terminate() };
}

/** The HMAC-SHA256 of the challenge, with a key of the program's type, the password and its name. */
function authenticationString(greeting: Message, password: string): string {
  const key = `${String(greeting.type)}:${password}:${String(greeting.name)}`;
  return createHmac("sha256", key).update(String(greeting.challenge)).digest("hex");
}

/** Which request a message answers: by its id, or the oldest of its name where it carries none. */
function answeredId(message: Message, waiting: ReadonlyMap<number, Waiting>): number | undefined {
  const id = message.message_id;
  if (typeof id === "number" || typeof id === "string")
    return waiting.has(Number(id)) ? Number(id) : undefined;
  const isGreeting = message.message === "ready" || message.message === "authenticate";
  return isGreeting ? undefined : waiting.keys().next().value;
}

function parse(text: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Message) : undefined;
  } catch {
    return undefined;
  }
}

/** The promise's outcome, or an error once the time (ms) is over. */
async function within<T>(limit: number, promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} within ${limit / 1000} s`)), limit);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

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
  /** Aborted when the connection has ended. */
  readonly ended: AbortSignal;
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
  const ended = new AbortController();
  const conversation: Conversation = {
    socket,
    patience,
    waiting: new Map(),
    greetings: [],
    lastId: 0,
    ended,
  };
  try {
    await within(patience, begin(conversation), "no connection");
    await authenticate(conversation, options);
  } catch (cause) {
    socket.terminate();
    throw cause;
  }
  return {
    ask: (request) => ask(conversation, request),
    close: () => socket.terminate(),
    ended: ended.signal,
  };
}

type Waiting = { readonly resolve: (message: Message) => void; readonly reject: (cause: Error) => void };

type Conversation = {
  readonly socket: WebSocket;
  readonly patience: number;
  /** Requests without an answer yet, by their number, and who waits for a greeting, by a text. */
  readonly waiting: Map<number | typeof greeting, Waiting>;
  /** Greetings that nobody has waited for yet. */
  readonly greetings: Message[];
  lastId: number;
  readonly ended: AbortController;
  /** Why it is over. */
  end?: Error;
};

const greeting = "greeting";
/** An eNB greets once, and once more after a password; whatever else it says unasked is not kept. */
const mostGreetings = 2;

/** Resolves when the connection stands; from its end on everything that waits, now or later, fails with the reason. */
function begin(conversation: Conversation): Promise<void> {
  const { socket, waiting, ended } = conversation;
  return new Promise((resolve, reject) => {
    const finish = (cause: Error) => {
      conversation.end ??= cause;
      ended.abort();
      reject(conversation.end);
      for (const one of waiting.values()) one.reject(conversation.end);
      waiting.clear();
    };
    socket.once("open", resolve);
    socket.on("error", finish);
    socket.on("close", () => finish(new Error("the eNB closed the connection")));
    socket.on("message", (bytes) => receive(conversation, parse(String(bytes))));
  });
}

function receive({ waiting, greetings }: Conversation, message: Message | undefined): void {
  if (message === undefined) return;
  const key = answeredBy(message, waiting);
  const one = waiting.get(key);
  waiting.delete(key);
  if (one === undefined) {
    if (key === greeting && greetings.length < mostGreetings) greetings.push(message);
  } else if (key === greeting || message.error === undefined) one.resolve(message);
  else one.reject(new Error(`the eNB answers: ${String(message.error)}`));
}

function ask(conversation: Conversation, request: Message): Promise<Message> {
  conversation.lastId += 1;
  const id = conversation.lastId;
  const answer = wait(conversation, id);
  if (conversation.end === undefined)
    conversation.socket.send(JSON.stringify({ ...request, message_id: id }));
  return within(conversation.patience, answer, `no answer to ${JSON.stringify(request.message)}`);
}

async function authenticate(conversation: Conversation, options: RemoteApiOptions): Promise<void> {
  const { password, greetingPatience = standardGreetingPatience } = options;
  const first = await nextGreeting(conversation, greetingPatience).catch((cause) => {
    if (conversation.end !== undefined) throw cause;
  });
  if (first?.message !== "authenticate") return;
  if (password === undefined) throw new Error("the eNB wants a password, and none was given");
  const answer = { message: "authenticate", res: authenticationString(first, password) };
  conversation.socket.send(JSON.stringify(answer));
  const verdict = await nextGreeting(conversation, conversation.patience);
  if (verdict.error !== undefined) throw new Error(`the eNB refuses the password: ${String(verdict.error)}`);
}

function nextGreeting(conversation: Conversation, limit: number): Promise<Message> {
  const kept = conversation.greetings.shift();
  const next = kept === undefined ? wait(conversation, greeting) : Promise.resolve(kept);
  return within(limit, next, "no greeting").finally(() => conversation.waiting.delete(greeting));
}

function wait({ waiting, end }: Conversation, key: number | typeof greeting): Promise<Message> {
  return new Promise((resolve, reject) => {
    if (end === undefined) waiting.set(key, { resolve, reject });
    else reject(end);
  });
}

/** The HMAC-SHA256 of the challenge, with a key of the program's type, the password and its name. */
function authenticationString(greeting: Message, password: string): string {
  const key = `${String(greeting.type)}:${password}:${String(greeting.name)}`;
  return createHmac("sha256", key).update(String(greeting.challenge)).digest("hex");
}

/** What a message answers: by its number, or the oldest request where it carries none and is no greeting. */
function answeredBy(message: Message, waiting: Conversation["waiting"]): number | typeof greeting {
  const { message_id: id, message: name } = message;
  if (typeof id === "number" || typeof id === "string") return Number(id);
  if (name === "ready" || name === "authenticate") return greeting;
  return [...waiting.keys()].find((key) => key !== greeting) ?? greeting;
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

/** One connection to an eNB: who waits for which frame, and why it is over. */
import type { WebSocket } from "ws";
import { type Frame, type Message, parseFrame } from "./frame.ts";

/** The eNB answered, with an error. */
export class AnsweredError extends Error {}

type Waiting = { readonly resolve: (message: Message) => void; readonly reject: (cause: Error) => void };

export type Conversation = {
  readonly socket: WebSocket;
  /** How long a frame may take. */
  readonly timeoutMs: number;
  /** Requests without an answer yet, by their `message_id`. */
  readonly requests: Map<number, Waiting>;
  /** Who waits for a greeting, and greetings that nobody has waited for yet. */
  readonly greetings: { waiting: Waiting | null; readonly kept: Message[] };
  lastId: number;
  /** When the next request may be sent; as `performance.now` has it. */
  freeAtMs: number;
  /** Aborted when it is over. */
  readonly ended: AbortController;
  /** Why it is over. */
  end: Error | null;
};

/** An eNB greets once, and once more after a password; whatever else it says unasked is not kept. */
const maxGreetings = 2;

export function createConversation(socket: WebSocket, timeoutMs: number): Conversation {
  return {
    socket,
    timeoutMs,
    requests: new Map(),
    greetings: { waiting: null, kept: [] },
    lastId: 0,
    freeAtMs: 0,
    ended: new AbortController(),
    end: null,
  };
}

/** Resolves when the connection stands; from its end on all that waits, now or later, fails with the reason. */
export function beginConversation(conversation: Conversation, signal?: AbortSignal): Promise<void> {
  const { socket } = conversation;
  return new Promise((resolve, reject) => {
    const finish = (cause: Error) => {
      finishConversation(conversation, cause);
      reject(cause);
      socket.terminate();
    };
    const abort = () => finish(new Error("ended"));
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { once: true });
    socket.once("open", resolve);
    socket.on("error", finish);
    socket.on("close", () => {
      signal?.removeEventListener("abort", abort);
      finish(new Error("the eNB closed the connection"));
    });
    socket.on("message", (bytes) => {
      const frame = parseFrame(String(bytes));
      if (frame?.kind === "server error") finish(new Error(`the eNB says: ${frame.text}`));
      else if (frame !== undefined) receive(conversation, frame);
    });
  });
}

/** Waits for the answer to a request. */
export function awaitAnswer(conversation: Conversation, id: number, what: string): Promise<Message> {
  const { requests, timeoutMs } = conversation;
  return awaitFrame(conversation, timeoutMs, what, (waiting) => requests.set(id, waiting)).finally(() =>
    requests.delete(id),
  );
}

/** The next greeting, which may be there already. */
export function awaitGreeting(conversation: Conversation): Promise<Message> {
  const { greetings, timeoutMs } = conversation;
  const kept = greetings.kept.shift();
  if (kept !== undefined) return Promise.resolve(kept);
  return awaitFrame(conversation, timeoutMs, "no greeting", (waiting) => {
    greetings.waiting = waiting;
  });
}

function awaitFrame(
  { end }: Conversation,
  timeoutMs: number,
  what: string,
  register: (waiting: Waiting) => void,
): Promise<Message> {
  if (end !== null) return Promise.reject(end);
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`${what} within ${timeoutMs / 1000} s`));
    const timer = setTimeout(late, timeoutMs);
    const settle =
      <T>(run: (value: T) => void) =>
      (value: T) => {
        clearTimeout(timer);
        run(value);
      };
    register({ resolve: settle(resolve), reject: settle(reject) });
  });
}

function receive({ requests, greetings }: Conversation, frame: Exclude<Frame, { kind: "server error" }>) {
  if (frame.kind === "answer") {
    const { error } = frame.message;
    const waiting = requests.get(frame.id);
    if (error === undefined) waiting?.resolve(frame.message);
    else waiting?.reject(new AnsweredError(`the eNB answers: ${String(error)}`));
  }
  if (frame.kind !== "greeting") return;
  if (greetings.waiting !== null) greetings.waiting.resolve(frame.message);
  else if (greetings.kept.length < maxGreetings) greetings.kept.push(frame.message);
  greetings.waiting = null;
}

/** The first cause stays. */
function finishConversation(conversation: Conversation, cause: Error): void {
  if (conversation.end !== null) return;
  conversation.end = cause;
  conversation.ended.abort();
  for (const waiting of conversation.requests.values()) waiting.reject(cause);
  conversation.greetings.waiting?.reject(cause);
}

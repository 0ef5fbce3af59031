/** What the eNB sends: text frames of JSON, sorted before anybody waits for them. */

export type Message = Readonly<Record<string, unknown>>;

export type Frame =
  /** `ready`, or `authenticate` with a challenge or the verdict on a password. */
  | { readonly kind: "greeting"; readonly message: Message }
  /** The answer to the request with this `message_id`. */
  | { readonly kind: "answer"; readonly id: number; readonly message: Message }
  /** Something is wrong with the connection as a whole: `Too many connections`. */
  | { readonly kind: "server error"; readonly text: string }
  /** What nobody asked for, and what precedes an answer. */
  | { readonly kind: "event" };

/** Reads a frame; undefined where it is not a JSON object. */
export function parseFrame(text: string): Frame | undefined {
  const message = parseObject(text);
  if (message === undefined) return undefined;
  const { message_id: id, message: name, notification, error } = message;
  if (notification !== undefined) return { kind: "event" };
  if (typeof id === "number" || typeof id === "string") return { kind: "answer", id: Number(id), message };
  if (name === "ready" || name === "authenticate") return { kind: "greeting", message };
  return error === undefined ? { kind: "event" } : { kind: "server error", text: String(error) };
}

function parseObject(text: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Message) : undefined;
  } catch {
    return undefined;
  }
}

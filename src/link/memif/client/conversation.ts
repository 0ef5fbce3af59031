/** What a memif client and a server say to each other, in turn. */
import { FailureError } from "../../../issue/exit-code.ts";
import { connectSeqpacket } from "../../seqpacket/client.ts";
import type { Message } from "../../seqpacket/receive.ts";
import {
  type ControlMessage,
  controlMessageBytes,
  decodeControlMessage,
  encodeControlMessage,
} from "../control-message.ts";

export type Conversation = {
  /** @param descriptors must stay open until the server has answered */
  readonly say: (message: ControlMessage, ...descriptors: number[]) => void;
  /**
   * What the server says next.
   *
   * @throws FailureError where that is something else, the server refuses or does not answer in time
   */
  readonly expect: <T extends ControlMessage["type"]>(type: T) => Promise<MessageOf<T>>;
  /** From now on nothing is expected any more. */
  readonly rest: () => void;
  /** An error that says which server it is. */
  readonly makeError: (reason: string) => FailureError;
  /** The server has ended it; the reason is a text. */
  readonly ended: AbortSignal;
  readonly close: () => void;
};

type MessageOf<T> = ControlMessage & { readonly type: T };

/**
 * @param timeoutMs until the server is reached and has said all that is expected
 * @throws LibcError ENOENT, ECONNREFUSED, EACCES
 */
export async function openConversation(path: string, timeoutMs: number): Promise<Conversation> {
  const until = performance.now() + timeoutMs;
  const ending = new AbortController();
  const heard: ControlMessage[] = [];
  let tellNews = () => {};
  let isResting = false;
  const end = (reason: string) => {
    ending.abort(reason);
    tellNews();
  };
  const onMessage = (message: Message) => {
    const said = decodeWhole(message);
    if (said === null) end("the server speaks something else than memif 2.0");
    else if (said.type === "disconnect") end(said.text);
    else if (!isResting) heard.push(said);
    tellNews();
  };
  const makeError = (reason: string) => new FailureError(`shm ${path}: ${reason}`);
  const limits = { maxMessageBytes: controlMessageBytes };
  // a switch lets other users in whom it allows, and what it writes to this memory is not trusted
  const connection = await connectSeqpacket(path, { limits, timeoutMs, allow: "any" }, () => ({
    onMessage,
    onClose: () => end("the server closed the connection"),
  }));
  const timer = setTimeout(() => end("the server does not answer"), until - performance.now());
  const stopWaiting = () => {
    isResting = true;
    clearTimeout(timer);
  };
  const hear = async (): Promise<ControlMessage> => {
    for (;;) {
      const message = heard.shift();
      if (message !== undefined) return message;
      if (ending.signal.aborted) throw makeError(ending.signal.reason);
      await new Promise<void>((resolve) => {
        tellNews = resolve;
      });
    }
  };
  return {
    say: (message, ...descriptors) => connection.send(encodeControlMessage(message), descriptors),
    expect: async (type) => {
      const message = await hear();
      if (isOfType(message, type)) return message;
      throw makeError(`the server says "${message.type}"; expected: "${type}"`);
    },
    rest: stopWaiting,
    makeError,
    ended: ending.signal,
    close: () => {
      stopWaiting();
      connection.close();
    },
  };
}

function decodeWhole({ bytes, isCut }: Message): ControlMessage | null {
  return isCut ? null : decodeControlMessage(bytes);
}

function isOfType<T extends ControlMessage["type"]>(
  message: ControlMessage,
  type: T,
): message is MessageOf<T> {
  return message.type === type;
}

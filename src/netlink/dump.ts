/** Dumps: a request and all of its answers. */
import { describeErrno } from "../libc/errno.ts";
import { wouldBlock } from "../libc/file.ts";
import { makePollSet, poll, pollEvents } from "../libc/poll.ts";
import type { DoneMessage, ErrorMessage } from "./messages/ack.ts";
import { encodeMessage } from "./messages/header.ts";
import { decodeDatagram, type Message } from "./messages/message.ts";
import { NetlinkError } from "./messages/netlink-error.ts";
import { messageFlag } from "./messages/numbers.ts";
import type { Request } from "./messages/request.ts";
import { type DumpClock, repeatDump } from "./repeat-dump.ts";
import { type NetlinkSocket, receive, send } from "./socket.ts";
import type { Witness } from "./witness.ts";

/** How long the kernel may take, in ms; it answers at once. */
export const answerTimeoutMs = 5_000;

/**
 * Everything that a dump request asks for, in one consistent state: where the kernel says that something changed
 * meanwhile, the dump is asked again. Of IPv6 routes it does not say so: {@link dumpAll}.
 *
 * @param request one of `messages/request.ts`
 * @param what for errors: `links`
 * @throws NetlinkError `refused`, `interrupted`, `silent`, `malformed`, `truncated`, `lost`
 */
export function dump(kernel: Kernel, request: Request, what: string, clock?: DumpClock): Message[] {
  return repeatDump(() => dumpOnce(kernel, request, what), what, clock);
}

/** One of the dumps that make up a state. */
export type Question = { readonly request: Request /** For errors: `links`. */; readonly what: string };

/**
 * The answers to several dumps in one consistent state: nothing that the witness hears of changed from the first to the
 * last.
 *
 * @param witness opened before; of the groups that the dumps are about
 * @throws NetlinkError as {@link dump}
 */
export function dumpAll(
  kernel: Kernel,
  witness: Pick<Witness, "hasHeard">,
  questions: readonly Question[],
  clock?: DumpClock,
): Message[] {
  const dumpQuestions = (): Message[] | null => {
    witness.hasHeard();
    const answers: Message[] = [];
    for (const { request, what } of questions) {
      const messages = dumpOnce(kernel, request, what);
      if (messages === null) return null;
      for (const message of messages) answers.push(message);
    }
    return witness.hasHeard() ? null : answers;
  };
  return repeatDump(dumpQuestions, questions.map(({ what }) => what).join(", "), clock);
}

/** What stands at the other end: the socket, or in a test a function. */
export type Kernel = {
  /** Port that answers carry. */
  readonly port: number;
  readonly send: (datagram: Uint8Array) => void;
  /** The next datagram, valid until the next call; null where none comes within the time. */
  readonly receive: (timeoutMs: number) => Buffer | null;
};

/** The kernel behind a socket that has no groups: with groups, events would stand between the answers. */
export function connectKernel(netlink: NetlinkSocket): Kernel {
  const readable = makePollSet([{ fd: netlink.fd, events: pollEvents.IN }]);
  const receiveAfter = (timeoutMs: number): Buffer | null => {
    let length = receive(netlink);
    if (length === wouldBlock && poll(readable, timeoutMs) > 0) length = receive(netlink);
    return length === wouldBlock ? null : netlink.buffer.subarray(0, length);
  };
  return { port: netlink.port, send: (datagram) => send(netlink, datagram), receive: receiveAfter };
}

/** One attempt; null where it was interrupted. */
function dumpOnce(kernel: Kernel, request: Request, what: string): Message[] | null {
  const sequence = ask(kernel, request, messageFlag.REQUEST | messageFlag.DUMP);
  const messages: Message[] = [];
  let interrupted = false;
  for (;;) {
    for (const message of receiveAnswers(kernel, sequence, what)) {
      // Even an interrupted dump is read to its end: the next one would be refused as busy.
      if ((message.header.flags & messageFlag.DUMP_INTR) !== 0) interrupted = true;
      if (message.kind === "error" || message.kind === "done") {
        throwIfRefused(message, what);
        return interrupted ? null : messages;
      }
      messages.push(message);
    }
  }
}

/** Numbers requests across all sockets, so that a late answer never fits another question. */
let lastSequence = 0;

/** Sends a request under a number of its own, which is returned. */
export function ask(kernel: Pick<Kernel, "port" | "send">, request: Request, flags: number): number {
  lastSequence = (lastSequence + 1) >>> 0;
  const header = { type: request.type, flags, sequence: lastSequence, port: kernel.port };
  kernel.send(encodeMessage(header, request.payload));
  return lastSequence;
}

/** The messages of the next datagram that answer the request of that number. */
function receiveAnswers(kernel: Kernel, sequence: number, what: string): Message[] {
  const datagram = kernel.receive(answerTimeoutMs);
  if (datagram === null) throw new NetlinkError("silent", `the kernel does not tell its ${what}`);
  const messages = decodeDatagram(datagram);
  return messages.filter(({ header }) => header.sequence === sequence && header.port === kernel.port);
}

/** Throws where the kernel refused. */
export function throwIfRefused(message: ErrorMessage | DoneMessage, what: string): void {
  if (message.code === 0) return;
  throw new NetlinkError(
    "refused",
    `the kernel refuses to tell its ${what}${formatReason(message)}`,
    message.code,
  );
}

function formatReason(message: ErrorMessage | DoneMessage): string {
  const { message: text } = describeErrno(message.code);
  return `: ${text}${message.text === null ? "" : ` (${message.text})`}`;
}

/** Requests and their answers over one socket: dumps, and single questions. */
import { describeErrno } from "../libc/errno.ts";
import { wouldBlock } from "../libc/file.ts";
import { pollEvents, pollNow, pollSet } from "../libc/poll.ts";
import type { DoneMessage, ErrorMessage } from "./ack.ts";
import { decodeDatagram, encode, type Message } from "./message.ts";
import { NetlinkError } from "./netlink-error.ts";
import { messageFlag } from "./numbers.ts";
import { type NetlinkSocket, receive, send } from "./socket.ts";

/** How often a dump is tried that changes interrupt. */
export const dumpAttempts = 5;
/** How long the kernel may take; it answers at once. */
const answerTimeoutMs = 5_000;

/**
 * Everything that a dump request asks for, in one consistent picture: where the kernel says that something changed
 * meanwhile, the dump is asked again.
 *
 * @param request a GETLINK, GETADDR or GETROUTE message; its flags, sequence and port are filled in
 * @param what for errors: `links`
 * @throws NetlinkError `refused`, `interrupted`, `silent`, `malformed`, `truncated`, `lost`
 */
export function dump(netlink: NetlinkSocket, request: Message, what: string): Message[] {
  for (let attempt = 0; attempt < dumpAttempts; attempt++) {
    const messages = dumpOnce(netlink, request, what);
    if (messages !== null) return messages;
  }
  throw new NetlinkError("interrupted", `${what} changed during each of ${dumpAttempts} dumps`);
}

/** One attempt; null where it was interrupted. */
function dumpOnce(netlink: NetlinkSocket, request: Message, what: string): Message[] | null {
  ask(netlink, request, messageFlag.REQUEST | messageFlag.DUMP);
  const messages: Message[] = [];
  let interrupted = false;
  for (;;) {
    for (const message of answers(netlink, what)) {
      // Even an interrupted dump is read to its end: the next one would be refused as busy.
      if ((message.header.flags & messageFlag.DUMP_INTR) !== 0) interrupted = true;
      if (message.kind === "error" || message.kind === "done") {
        refuse(message, what);
        return interrupted ? null : messages;
      }
      messages.push(message);
    }
  }
}

function ask(netlink: NetlinkSocket, request: Message, flags: number): void {
  netlink.sequence = (netlink.sequence + 1) >>> 0;
  const header = { type: request.header.type, flags, sequence: netlink.sequence, port: netlink.port };
  send(netlink, encode({ ...request, header }));
}

/** The messages of the next datagram that answer the last request. */
function answers(netlink: NetlinkSocket, what: string): Message[] {
  const length = receive(netlink);
  if (length === wouldBlock) {
    const readable = pollNow(pollSet([{ fd: netlink.fd, events: pollEvents.IN }]), answerTimeoutMs);
    if (readable === 0) throw new NetlinkError("silent", `the kernel does not tell its ${what}`);
    return [];
  }
  const messages = decodeDatagram(netlink.buffer, length);
  return messages.filter(
    ({ header }) => header.sequence === netlink.sequence && header.port === netlink.port,
  );
}

function refuse(message: ErrorMessage | DoneMessage, what: string): void {
  if (message.code === 0) return;
  throw new NetlinkError(
    "refused",
    `the kernel refuses to tell its ${what}${ackText(message)}`,
    message.code,
  );
}

function ackText(message: ErrorMessage | DoneMessage): string {
  const { message: text } = describeErrno(message.code);
  return `: ${text}${message.text === null ? "" : ` (${message.text})`}`;
}

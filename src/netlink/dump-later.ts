/**
 * Dumps that give way: read from the event loop, a few datagrams a turn, so that a thousand routes do not hold it.
 * What comes is handed over message by message; a dump that changes interrupt begins anew.
 */
import { wouldBlock } from "../libc/file.ts";
import { onReadable, type Readiness } from "../libc/readiness.ts";
import { answerTimeoutMs, ask, dumpAttempts, throwIfRefused } from "./dump.ts";
import type { DoneMessage, ErrorMessage } from "./messages/ack.ts";
import { decodeDatagram, type Message } from "./messages/message.ts";
import { NetlinkError } from "./messages/netlink-error.ts";
import { messageFlag } from "./messages/numbers.ts";
import { closeNetlink, type NetlinkSocket, openNetlink, receive, send } from "./socket.ts";

/** One of the dumps that make up a picture. */
export type Question = { readonly request: Message /** For errors: `links`. */; readonly what: string };

export type DumpVisitor = {
  /** All that was told so far is void: the dumps begin anew. */
  readonly begin: () => void;
  readonly message: (message: Message) => void;
};

/** A turn ends after so many milliseconds; a datagram of a dump has at most 32 KiB. */
const turnMs = 3;

/**
 * Asks the questions one after the other, and all of them again where one was interrupted.
 *
 * @returns how often it had to begin anew
 * @throws NetlinkError `refused`, `interrupted`, `silent`, `malformed`, `truncated`, `lost`; LibcError
 */
export async function dumpLater(questions: readonly Question[], visitor: DumpVisitor): Promise<number> {
  const netlink = openNetlink();
  try {
    for (let attempt = 0; attempt < dumpAttempts; attempt++) {
      visitor.begin();
      if (await askAll(netlink, questions, visitor)) return attempt;
    }
  } finally {
    closeNetlink(netlink);
  }
  const what = questions.map((question) => question.what).join(", ");
  throw new NetlinkError("interrupted", `${what} changed during each of ${dumpAttempts} dumps`);
}

/** False where one of them was interrupted. */
async function askAll(
  netlink: NetlinkSocket,
  questions: readonly Question[],
  visitor: DumpVisitor,
): Promise<boolean> {
  for (const { request, what } of questions) {
    const kernel = { port: netlink.port, send: (datagram: Uint8Array) => send(netlink, datagram) };
    const sequence = ask(kernel, request, messageFlag.REQUEST | messageFlag.DUMP);
    if (!(await readAnswers(netlink, sequence, what, visitor))) return false;
  }
  return true;
}

/** Reads to the dump's end; false where it was interrupted. */
function readAnswers(
  netlink: NetlinkSocket,
  sequence: number,
  what: string,
  visitor: DumpVisitor,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let whole = true;
    let readiness: Readiness | null = null;
    const end = (settle: () => void) => {
      readiness?.close();
      readiness = null;
      clearTimeout(timer);
      settle();
    };
    const silent = () =>
      end(() => reject(new NetlinkError("silent", `the kernel does not tell its ${what}`)));
    const timer = setTimeout(silent, answerTimeoutMs);
    const turn = () => {
      const until = performance.now() + turnMs;
      do {
        const length = receive(netlink);
        if (length === wouldBlock) return;
        for (const message of decodeDatagram(netlink.buffer, length)) {
          if (message.header.sequence !== sequence || message.header.port !== netlink.port) continue;
          if ((message.header.flags & messageFlag.DUMP_INTR) !== 0) whole = false;
          if (message.kind === "error" || message.kind === "done") {
            finish(message);
            return;
          }
          visitor.message(message);
        }
      } while (performance.now() < until);
    };
    const finish = (message: ErrorMessage | DoneMessage) => {
      throwIfRefused(message, what);
      end(() => resolve(whole));
    };
    readiness = onReadable(netlink.fd, (error) => {
      try {
        turn();
        if (error !== null) throw error;
      } catch (cause) {
        end(() => reject(cause));
      }
    });
  });
}

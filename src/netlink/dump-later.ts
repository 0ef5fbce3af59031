/**
 * Dumps that give way: read from the event loop, a few datagrams a turn, so that a thousand routes do not hold it.
 * What comes is handed over message by message; a dump that changes interrupt begins anew.
 */
import { setTimeout as wait } from "node:timers/promises";
import { wouldBlock } from "../libc/file.ts";
import { onReadable, type Readiness } from "../libc/readiness.ts";
import { answerTimeoutMs, ask, type Question, throwIfRefused } from "./dump.ts";
import type { DoneMessage, ErrorMessage } from "./messages/ack.ts";
import { readU16 } from "./messages/bytes.ts";
import { headerSize } from "./messages/header.ts";
import { decodeDatagram, type Message } from "./messages/message.ts";
import { NetlinkError } from "./messages/netlink-error.ts";
import { group, messageFlag, messageType, table } from "./messages/numbers.ts";
import { getPauseMs, makeInterrupted, maxDumpMs } from "./repeat-dump.ts";
import { closeNetlink, type NetlinkSocket, openNetlink, receive, send } from "./socket.ts";
import { openWitness, type Witness } from "./witness.ts";

export type DumpVisitor = {
  /** All that was given so far is void: the dumps begin anew. */
  readonly begin: () => void;
  readonly message: (message: Message) => void;
};

/** A turn ends after so many milliseconds; a datagram of a dump has at most 32 KiB. */
const turnMs = 3;

/**
 * Asks the questions one after the other, and all of them again, after a pause, where one was interrupted: by the
 * kernel's word, or where a route was inserted between the parts of a dump of routes.
 *
 * @param maxMs after which it is given up, when an attempt has ended
 * @returns how often it had to begin anew
 * @throws NetlinkError `refused`, `interrupted`, `silent`, `malformed`, `truncated`, `lost`; LibcError
 */
export async function dumpLater(
  questions: readonly Question[],
  visitor: DumpVisitor,
  maxMs = maxDumpMs,
): Promise<number> {
  const witness = openWitness([group.IPV6_ROUTE]);
  const netlink = openNetlink();
  const until = performance.now() + maxMs;
  try {
    for (let attempt = 0; ; attempt++) {
      visitor.begin();
      if (await askAll({ netlink, witness }, questions, visitor)) return attempt;
      if (performance.now() >= until)
        throw makeInterrupted(questions.map(({ what }) => what).join(", "), maxMs);
      await wait(getPauseMs(attempt));
    }
  } finally {
    closeNetlink(netlink);
    witness.close();
  }
}

type Sockets = { readonly netlink: NetlinkSocket; readonly witness: Witness };

/** False where one of them was interrupted. */
async function askAll(
  { netlink, witness }: Sockets,
  questions: readonly Question[],
  visitor: DumpVisitor,
): Promise<boolean> {
  for (const { request, what } of questions) {
    const kernel = { port: netlink.port, send: (datagram: Uint8Array) => send(netlink, datagram) };
    witness.hasHeard();
    const sequence = ask(kernel, request, messageFlag.REQUEST | messageFlag.DUMP);
    const parts = await readAnswers(netlink, sequence, what, visitor);
    if (parts === null) return false;
    // What fits into one part is given under the table's lock.
    if (witness.hasHeard(isRouteInsertion) && parts > 1 && request.type === messageType.GETROUTE)
      return false;
  }
  return true;
}

/** A route of table main that was added or replaced. Those that go are heard, and missed by no dump. */
function isRouteInsertion(bytes: Buffer, start: number): boolean {
  const isNew = readU16(bytes, start + 4) === messageType.NEWROUTE;
  return isNew && bytes[start + headerSize + 4] === table.MAIN;
}

/** Reads to the dump's end; gives the number of its parts, null where it was interrupted. */
function readAnswers(
  netlink: NetlinkSocket,
  sequence: number,
  what: string,
  visitor: DumpVisitor,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    let whole = true;
    let parts = 0;
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
        let isFirst = true;
        for (const message of decodeDatagram(netlink.buffer, length)) {
          if (message.header.sequence !== sequence || message.header.port !== netlink.port) continue;
          if ((message.header.flags & messageFlag.DUMP_INTR) !== 0) whole = false;
          if (message.kind === "error" || message.kind === "done") {
            finish(message);
            return;
          }
          if (isFirst) parts++;
          isFirst = false;
          visitor.message(message);
        }
      } while (performance.now() < until);
    };
    const finish = (message: ErrorMessage | DoneMessage) => {
      throwIfRefused(message, what);
      end(() => resolve(whole ? parts : null));
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

/** Borrows a port of a holder. */
import { FailureError } from "../../issue/exit-code.ts";
import { closeLater } from "../../libc/close-later.ts";
import { connectSeqpacket } from "../seqpacket/client.ts";
import type { Connection, Listener } from "../seqpacket/connection.ts";
import type { Message } from "../seqpacket/receive.ts";
import { type BorrowRequest, type HolderAnswer, holderLimits, type Loan } from "./protocol.ts";

export type Borrowed = {
  readonly loan: Loan;
  readonly descriptors: readonly number[];
  /** Why it is of no use any more; null while it is. */
  readonly findEnd: () => string | null;
  /** Gives it back; the descriptors are the caller's to close. */
  readonly giveBack: () => void;
};

/** A holder answers at once; only one that hangs does not within this. */
const maxAnswerMs = 5_000;

/**
 * Waits until the port is free.
 *
 * @param timeoutMs from the holder's answer on that another process has it
 * @throws FailureError where it is not held, or another process has it all the time; what connecting throws
 */
export async function borrowPort(socket: string, name: string, timeoutMs: number): Promise<Borrowed> {
  const wish = createWish(name, timeoutMs);
  const connection = await connectSeqpacket(
    socket,
    { limits: holderLimits, timeoutMs: maxAnswerMs },
    wish.listen,
  );
  const request: BorrowRequest = { borrow: name };
  connection.send(Buffer.from(JSON.stringify(request)));
  wish.awaitAnswer();
  try {
    const { loan, descriptors } = await wish.granted;
    return { loan, descriptors, findEnd: wish.findEnd, giveBack: connection.close };
  } catch (error) {
    connection.close();
    throw error;
  } finally {
    wish.forget();
  }
}

function createWish(name: string, timeoutMs: number) {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  let end: string | null = null;
  let listen: (connection: Connection) => Listener = () => ({ onMessage: () => {} });
  let giveUpIn = (_delayMs: number, _why: string) => {};
  const granted = new Promise<{ loan: Loan; descriptors: readonly number[] }>((resolve, reject) => {
    const fail = (what: string) => {
      isOver = true;
      reject(new FailureError(`held:${name}: ${what}`));
    };
    giveUpIn = (delayMs, why) => {
      clearTimeout(timer);
      timer = setTimeout(() => fail(why), delayMs);
    };
    const onMessage = ({ bytes, descriptors }: Message) => {
      if (isOver) return closeLater(descriptors);
      const answer: HolderAnswer = JSON.parse(bytes.toString());
      if ("busy" in answer) giveUpIn(timeoutMs, `process ${answer.busy.pid} has it`);
      else if ("lent" in answer) resolve({ loan: answer.lent, descriptors });
      else if ("left" in answer) end = answer.left;
      else fail(answer.refused);
    };
    listen = () => ({ onMessage, onClose: () => fail("the holder ended") });
  });
  return {
    granted,
    findEnd: () => end,
    listen: (connection: Connection) => listen(connection),
    awaitAnswer: () => giveUpIn(maxAnswerMs, "the holder does not answer"),
    forget: () => clearTimeout(timer),
  };
}

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
  /** Gives it back; the descriptors are the caller's to close. */
  readonly giveBack: () => void;
};

/**
 * Waits until the port is free.
 *
 * @throws FailureError where it is not held, or another process has it all the time; what connecting throws
 */
export async function borrowPort(socket: string, name: string, timeoutMs: number): Promise<Borrowed> {
  const wish = createWish(name);
  const connection = await connectSeqpacket(socket, { limits: holderLimits, timeoutMs }, wish.listen);
  const request: BorrowRequest = { borrow: name };
  connection.send(Buffer.from(JSON.stringify(request)));
  const timer = setTimeout(wish.giveUp, timeoutMs);
  try {
    const { loan, descriptors } = await wish.granted;
    return { loan, descriptors, giveBack: connection.close };
  } catch (error) {
    connection.close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function createWish(name: string) {
  let busy: number | null = null;
  let isOver = false;
  let listen: (connection: Connection) => Listener = () => ({ onMessage: () => {} });
  let giveUp = () => {};
  const granted = new Promise<{ loan: Loan; descriptors: readonly number[] }>((resolve, reject) => {
    const fail = (what: string) => {
      isOver = true;
      reject(new FailureError(`held:${name}: ${what}`));
    };
    giveUp = () => fail(busy === null ? "the holder does not answer" : `process ${busy} has it`);
    const onMessage = ({ bytes, descriptors }: Message) => {
      if (isOver) return closeLater(descriptors);
      const answer: HolderAnswer = JSON.parse(bytes.toString());
      if ("busy" in answer) busy = answer.busy.pid;
      else if ("lent" in answer) resolve({ loan: answer.lent, descriptors });
      else fail(answer.refused);
    };
    listen = () => ({ onMessage, onClose: () => fail("the holder ended") });
  });
  return { granted, listen: (connection: Connection) => listen(connection), giveUp: () => giveUp() };
}

/** Borrows a port of a holder. */
import { FailureError } from "../../issue/exit-code.ts";
import { closeLater } from "../../libc/close-later.ts";
import { connectSeqpacket } from "../seqpacket/client.ts";
import type { Message } from "../seqpacket/receive.ts";
import { whenEnded } from "../when-ended.ts";
import { encodeHolderMessage, holderLimits, type Loan, parseAnswer } from "./protocol.ts";

export type Borrowed = {
  readonly loan: Loan;
  readonly descriptors: readonly number[];
  /** From then on it is of no use any more. */
  readonly ended: AbortSignal;
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
  const options = { limits: holderLimits, timeoutMs: maxAnswerMs };
  const connection = await connectSeqpacket(socket, options, () => ({
    onMessage: (message) => takeAnswer(wish, message),
    onClose: () => end(wish, "the holder ended"),
  }));
  connection.send(encodeHolderMessage({ borrow: name }));
  endIn(wish, maxAnswerMs, "the holder does not answer");
  try {
    const { loan, descriptors } = await wish.granted;
    return { loan, descriptors, ended: wish.ending.signal, giveBack: connection.close };
  } catch (error) {
    connection.close();
    throw error;
  } finally {
    clearTimeout(wish.timer);
  }
}

type Granted = Pick<Borrowed, "loan" | "descriptors">;

type Wish = {
  readonly name: string;
  readonly granted: Promise<Granted>;
  readonly grant: (granted: Granted) => void;
  readonly timeoutMs: number;
  /** Nothing comes of it, or nothing more: with the reason. */
  readonly ending: AbortController;
  isGranted: boolean;
  timer: NodeJS.Timeout | undefined;
};

function createWish(name: string, timeoutMs: number): Wish {
  const ending = new AbortController();
  let grant = (_: Granted) => {};
  const granted = new Promise<Granted>((resolve, reject) => {
    grant = resolve;
    whenEnded(ending.signal, (reason) => reject(new FailureError(reason)));
  });
  return { name, granted, grant, timeoutMs, ending, isGranted: false, timer: undefined };
}

function takeAnswer(wish: Wish, { bytes, descriptors, isDescriptorLost }: Message): void {
  const answer = parseAnswer(bytes);
  const isAwaited = !wish.isGranted && !wish.ending.signal.aborted;
  if (answer !== null && "lent" in answer && isAwaited && !isDescriptorLost) {
    wish.isGranted = true;
    wish.grant({ loan: answer.lent, descriptors });
    return;
  }
  closeLater(descriptors);
  if (isDescriptorLost) end(wish, "this process cannot have more open files");
  else if (answer === null) end(wish, "what listens there is not a holder of this version");
  else if ("busy" in answer) endIn(wish, wish.timeoutMs, `process ${answer.busy.pid} has it`);
  else if ("refused" in answer) end(wish, answer.refused);
  else if ("left" in answer) end(wish, answer.left);
}

function endIn(wish: Wish, delayMs: number, why: string): void {
  clearTimeout(wish.timer);
  wish.timer = setTimeout(() => end(wish, why), delayMs);
}

function end({ name, ending }: Wish, why: string): void {
  ending.abort(`held:${name}: ${why}`);
}

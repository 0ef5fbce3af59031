/** `ors watch --print`: every message of the kernel as one line, much as `ip monitor` prints it; changes nothing. */
import { dumpLater } from "../netlink/dump-later.ts";
import { formatMessage } from "../netlink/messages/format.ts";
import { decodeMessage, type Message } from "../netlink/messages/message.ts";
import { messageType } from "../netlink/messages/numbers.ts";
import { linkRequest } from "../netlink/messages/request.ts";
import { subscribe } from "../netlink/monitor.ts";
import { processClock } from "./clock.ts";
import { createMessageQueue } from "./sync/message-queue.ts";
import { createWorker, type Slice } from "./sync/worker.ts";

export type PrintOptions = {
  readonly asJson: boolean;
  readonly slice: Slice;
  readonly queueBytes: number;
  readonly receiveBuffer: number;
};

/** Where it prints to. */
export type Printer = {
  readonly line: (text: string) => void;
  /** Something other than a message: a loss. */
  readonly notice: (text: string) => void;
};

/** Prints until it is ended. */
export async function printMessages(
  options: PrintOptions,
  printer: Printer,
  ended: Promise<unknown>,
): Promise<void> {
  const names = await readLinkNames();
  const queue = createMessageQueue(options.queueBytes);
  const handle = (bytes: Buffer, start: number, end: number) => {
    const message = decodeMessage(bytes, start, end);
    learn(names, message);
    printer.line(
      options.asJson ? JSON.stringify(message) : formatMessage(message, (index) => names.get(index)),
    );
  };
  const lose = (why: Error) => {
    const dropped = queue.clear();
    printer.notice(`messages lost: ${why.message}; ${dropped} dropped`);
    subscription.reopen();
  };
  const handleNext = (): boolean => {
    try {
      return queue.take(handle);
    } catch (error) {
      lose(error as Error);
      return true;
    }
  };
  const worker = createWorker(options.slice, { handleNext, drained: () => {} }, processClock);
  const subscription = subscribe(
    {
      message: (bytes, start, end) => {
        if (queue.push(bytes, start, end)) worker.wake();
        else lose(new Error(`the queue of ${options.queueBytes} bytes was full`));
      },
      lost: lose,
    },
    { receiveBuffer: options.receiveBuffer, warn: printer.notice },
  );
  await ended;
  worker.stop();
  subscription.close();
}

async function readLinkNames(): Promise<Map<number, string>> {
  const names = new Map<number, string>();
  const question = { request: linkRequest, what: "links" };
  await dumpLater([question], { begin: () => names.clear(), message: (message) => learn(names, message) });
  return names;
}

/** The line about a link that goes is the last one that has its name. */
function learn(names: Map<number, string>, message: Message): void {
  if (message.kind !== "link" || message.name === null) return;
  if (message.header.type === messageType.DELLINK || names.size > maxNames) names.delete(message.index);
  else names.set(message.index, message.name);
}

const maxNames = 20_000;

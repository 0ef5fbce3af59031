/** What the kernel tells of the TAPs of a switch: up, down, another MTU, deleted, made again. */
import { decodeMessage } from "../../../netlink/messages/message.ts";
import { interfaceFlag, messageType } from "../../../netlink/messages/numbers.ts";
import { subscribe } from "../../../netlink/monitor.ts";
import { findInterfaceIndex, getMtu, isUp } from "../../tap/interface.ts";

export type LinkNews = {
  readonly index: number;
  readonly isGone: boolean;
  readonly isUp: boolean;
  /** Null where it was not told. */
  readonly mtu: number | null;
};

export type TapLinks = {
  /** Calls back with what is told of the link of that name, until what it returns is called. */
  readonly watch: (name: string, listener: (news: LinkNews) => void) => () => void;
  /** Takes what was told before now. */
  readonly readNow: () => void;
  readonly close: () => void;
};

/** Follows the links of this thread's network namespace. @param warn where messages were lost */
export function followTapLinks(warn: (text: string) => void): TapLinks {
  const listeners = new Map<string, (news: LinkNews) => void>();
  const subscription = subscribe({
    message: (bytes, start, end) => {
      if (!isAboutLink(bytes, start)) return;
      const link = decodeMessage(bytes, start, end);
      if (link.kind !== "link" || link.name === null) return;
      const { index, mtu, flags, header } = link;
      const isGone = header.type === messageType.DELLINK;
      listeners.get(link.name)?.({ index, mtu, isGone, isUp: (flags & interfaceFlag.UP) !== 0 });
    },
    lost: (why) => {
      warn(`messages of the kernel were lost, links are read anew: ${why.message}`);
      subscription.reopen();
      for (const [name, listener] of listeners) listener(readLink(name));
    },
  });
  return {
    watch: (name, listener) => {
      listeners.set(name, listener);
      return () => {
        if (listeners.get(name) === listener) listeners.delete(name);
      };
    },
    readNow: () => {
      while (!subscription.readNow());
    },
    close: subscription.close,
  };
}

/** The type is the third and fourth byte of `struct nlmsghdr` behind its length: most messages are about other things. */
function isAboutLink(bytes: Buffer, start: number): boolean {
  const type = bytes.readUInt16LE(start + 4);
  return type === messageType.NEWLINK || type === messageType.DELLINK;
}

function readLink(name: string): LinkNews {
  const index = findInterfaceIndex(name);
  if (index === null) return { index: 0, isGone: true, isUp: false, mtu: null };
  return { index, isGone: false, isUp: isUp(name), mtu: getMtu(name) };
}

/**
 * A second socket beside the one that dumps. A dump of IPv6 routes that meets an insertion begins anew at the root of
 * the table and skips as many nodes as it had given before, whether or not they are still there: routes behind them are
 * lost, and NLM_F_DUMP_INTR is never set (net/ipv6/ip6_fib.c, fib6_dump_table). What was inserted is heard here.
 */
import { wouldBlock } from "../libc/file.ts";
import { align } from "./messages/attribute.ts";
import { findMessageEnd } from "./messages/header.ts";
import { NetlinkError } from "./messages/netlink-error.ts";
import { closeNetlink, openNetlink, receive } from "./socket.ts";

export type Witness = {
  /**
   * Whether it has heard of a change since it was asked last, or lost messages.
   *
   * @param counts which messages count, by where they lie in the buffer; all of them by default
   */
  readonly hasHeard: (counts?: (bytes: Buffer, start: number) => boolean) => boolean;
  readonly close: () => void;
};

/**
 * Listens from now on.
 *
 * @param groups `group` of `numbers.ts`
 * @throws LibcError where the system has no socket to give
 */
export function openWitness(groups: readonly number[]): Witness {
  const netlink = openNetlink(groups);
  const hearNext = (counts: (bytes: Buffer, start: number) => boolean): boolean | null => {
    try {
      const length = receive(netlink);
      return length === wouldBlock ? null : someMessage(netlink.buffer, length, counts);
    } catch (error) {
      if (error instanceof NetlinkError && error.failure === "lost") return true;
      throw error;
    }
  };
  return {
    hasHeard: (counts = () => true) => {
      let heard = false;
      // Read to the end, whatever was heard: the next question is about what comes after this one.
      for (let next = hearNext(counts); next !== null; next = hearNext(counts)) heard ||= next;
      return heard;
    },
    close: () => closeNetlink(netlink),
  };
}

function someMessage(
  bytes: Buffer,
  length: number,
  counts: (bytes: Buffer, start: number) => boolean,
): boolean {
  for (let at = 0; at < length; at = align(findMessageEnd(bytes, at, length))) {
    if (counts(bytes, at)) return true;
  }
  return false;
}

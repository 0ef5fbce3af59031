/** Two sockets that are connected to each other: socketpair(2) of unix(7). */
import { family } from "../../net/address-family.ts";
import { checkResult } from "../errno.ts";
import { findFunction } from "../library.ts";
import { socketType } from "../socket.ts";

/** A write to one is one message to read from the other; neither waits, and both are closed on exec. */
export function createSocketPair(): readonly [number, number] {
  const both = new Int32Array(2);
  const type = socketType.SEQPACKET | socketType.NONBLOCK | socketType.CLOEXEC;
  checkResult(socketpairFunction()(family.UNIX, type, 0, both), "socketpair");
  return [both[0] as number, both[1] as number];
}

const socketpairFunction = findFunction<
  (domain: number, type: number, protocol: number, both: Int32Array) => number
>("int socketpair(int, int, int, void*)");

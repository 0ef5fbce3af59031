/** A memif server on a socket: it greets peers, maps what they offer and hands it to the port that they name. */
import { FailureError } from "../../issue/exit-code.ts";
import { closeLater } from "../../libc/close-later.ts";
import { LibcError } from "../../libc/errno.ts";
import type { Connection, Listener } from "../seqpacket/connection.ts";
import type { Message } from "../seqpacket/receive.ts";
import { type Server, serveSeqpacket } from "../seqpacket/server.ts";
import {
  type ControlMessage,
  controlMessageBytes,
  decodeControlMessage,
  encodeControlMessage,
  memifVersion,
} from "./control-message.ts";
import { emptyOffer, listDescriptors, type Offer, takeOffer, type WholeOffer } from "./handshake.ts";
import { handshakeMs, maxLog2Slots, maxStrangers } from "./limits.ts";
import { type MappedOffer, mapOffer } from "./map-offer.ts";

/** A port that a peer can ask for. */
export type Seat = {
  readonly secret: string;
  /**
   * A peer is connected. Its descriptors are the seat's from now on.
   *
   * @param leave ends the connection with a reason
   */
  readonly onPeer: (offer: WholeOffer, mapped: MappedOffer, leave: (reason: string) => void) => void;
  /** The peer is gone. */
  readonly onLeft: () => void;
  isTaken: boolean;
};

export type MemifServer = { readonly close: () => void };

/** @param findSeat by the number that a peer names */
export function serveMemif(
  path: string,
  allow: readonly number[],
  findSeat: (id: number) => Seat | undefined,
  onRefused: (reason: string) => void,
): MemifServer {
  const limits = { maxMessageBytes: controlMessageBytes, maxDescriptors: 1 };
  const guests = new Set<Guest>();
  const onConnection = (connection: Connection) => {
    const guest: Guest = { offer: emptyOffer, seat: null, isConnected: false, refuse: () => {} };
    guests.add(guest);
    return greet(connection, guest, findSeat, onRefused, () => guests.delete(guest));
  };
  const server: Server = serveSeqpacket(path, {
    limits,
    allow,
    maxConnections: maxConnections,
    onConnection,
  });
  return {
    close: () => {
      server.close();
      for (const guest of guests) guest.refuse("the server ends");
    },
  };
}

const maxConnections = maxStrangers + 256;

type Guest = { offer: Offer; seat: Seat | null; isConnected: boolean; refuse: (reason: string) => void };

function greet(
  connection: Connection,
  guest: Guest,
  findSeat: (id: number) => Seat | undefined,
  onRefused: (reason: string) => void,
  onGone: () => void,
): Listener {
  const say = (message: ControlMessage) => connection.send(encodeControlMessage(message));
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    onGone();
    const { seat, isConnected } = guest;
    if (seat !== null) seat.isTaken = false;
    const offered = listDescriptors(guest.offer);
    Object.assign(guest, { offer: emptyOffer, seat: null, isConnected: false });
    if (isConnected) seat?.onLeft();
    else closeLater(offered);
  };
  const refuse = (reason: string) => {
    if (isOver) return;
    say({ type: "disconnect", code: 0, text: reason });
    connection.end();
    end();
    onRefused(reason);
  };
  const timer = setTimeout(() => refuse(`no "connect" within ${handshakeMs / 1000} s`), handshakeMs);
  guest.refuse = refuse;
  say(hello);
  const onMessage = (message: Message) => {
    if (isOver) return closeLater(message.descriptors);
    const reason = takeMessage(guest, message, findSeat, say, refuse);
    if (reason !== null) refuse(reason);
    else if (guest.isConnected) clearTimeout(timer);
  };
  return { onMessage, onClose: end };
}

const hello: ControlMessage = {
  type: "hello",
  name: "ors",
  minVersion: memifVersion,
  maxVersion: memifVersion,
  maxRegion: 0,
  maxRingToClient: 0,
  maxRingToServer: 0,
  maxLog2Slots,
};

/** Null where the message was good, else why the peer is turned away. */
function takeMessage(
  guest: Guest,
  { bytes, isCut, descriptors, isDescriptorLost }: Message,
  findSeat: (id: number) => Seat | undefined,
  say: (message: ControlMessage) => void,
  leave: (reason: string) => void,
): string | null {
  const message = isCut ? null : decodeControlMessage(bytes);
  const refusal = findRefusal(guest, message, bytes.length, isDescriptorLost);
  if (message === null || refusal !== null) {
    closeLater(descriptors);
    return refusal;
  }
  const step = takeOffer(guest.offer, message, descriptors[0]);
  const isKept = "offer" in step && listDescriptors(step.offer).length > listDescriptors(guest.offer).length;
  if (!isKept) closeLater(descriptors);
  if ("refusal" in step) return step.refusal;
  if ("connect" in step) return connect(guest, step.connect, say, leave);
  guest.offer = step.offer;
  if (message.type === "init") {
    const reason = takeSeat(guest, findSeat, message.id, message.secret);
    if (reason !== null) return reason;
  }
  say({ type: "ack" });
  return null;
}

/** Why a message is not even looked at. */
function findRefusal(
  { isConnected }: Guest,
  message: ControlMessage | null,
  length: number,
  isDescriptorLost: boolean,
): string | null {
  if (message === null) return `a message of ${length} bytes that is not one of memif 2.0`;
  if (isDescriptorLost) return "more descriptors than a message has";
  if (!isConnected) return null;
  return message.type === "disconnect"
    ? `the peer leaves: ${message.text}`
    : `"${message.type}" after "connect"`;
}

function takeSeat(
  guest: Guest,
  findSeat: (id: number) => Seat | undefined,
  id: number,
  secret: string,
): string | null {
  const seat = findSeat(id);
  if (seat === undefined) return `no port has the id ${id}`;
  if (seat.isTaken) return `another peer is connected to the id ${id}`;
  if (seat.secret !== secret) return "a wrong secret";
  seat.isTaken = true;
  guest.seat = seat;
  return null;
}

function connect(
  guest: Guest,
  offer: WholeOffer,
  say: (message: ControlMessage) => void,
  leave: (reason: string) => void,
): string | null {
  try {
    const mapped = mapOffer(offer);
    guest.isConnected = true;
    say({ type: "connected", interfaceName: "ors" });
    guest.seat?.onPeer(offer, mapped, leave);
    return null;
  } catch (error) {
    if (error instanceof FailureError || error instanceof LibcError) return error.message;
    throw error;
  }
}

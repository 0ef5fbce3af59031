/** A memif server on a socket: it greets peers, maps what they offer and hands it to the port that they name. */
import { FailureError } from "../../issue/exit-code.ts";
import { closeLater } from "../../libc/close-later.ts";
import { LibcError } from "../../libc/errno.ts";
import { maxPorts } from "../../vlan/limits.ts";
import type { Connection, Listener } from "../seqpacket/connection.ts";
import { isPermittedUser } from "../seqpacket/permitted-user.ts";
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
import { limitComplaints } from "./limit-complaints.ts";
import { handshakeMs, maxLog2Slots, maxStrangers } from "./limits.ts";
import { type MappedOffer, mapOffer } from "./map-offer.ts";

/** What a peer has to say, and users that may be one, beside this process's own and root. */
export type Access = { readonly secret: string; readonly allow: readonly number[] };

/** A port that a peer can ask for. */
export type Seat = {
  access: Access;
  /**
   * A peer is connected. Its descriptors are the seat's from now on.
   *
   * @param checkAccess says why the peer would not be let in today; null where it would
   * @param leave ends the connection with a reason
   */
  readonly onPeer: (
    offer: WholeOffer,
    mapped: MappedOffer,
    checkAccess: () => string | null,
    leave: Leave,
  ) => void;
  /** The peer is gone. */
  readonly onLeft: () => void;
  isTaken: boolean;
};

export type Leave = (reason: string) => void;

export type MemifServer = {
  /** Lets those users reach the socket that its seats allow by now. */
  readonly openToAllowed: () => void;
  readonly close: () => void;
};

/** The permissions of the socket where only its own user and root may connect, and where others may, too. */
const [ownMode, sharedMode] = [0o600, 0o666];

/**
 * @param seats by the number that a peer names; they may come and go
 * @param log says why the connection of a peer was ended, so often that a flood of them is no flood of lines
 */
export function serveMemif(
  path: string,
  seats: ReadonlyMap<number, Seat>,
  log: (text: string) => void,
): MemifServer {
  const limits = { maxMessageBytes: controlMessageBytes, maxDescriptors: 1 };
  const complaints = limitComplaints(log, (more) => `${more} more connections were ended in a second`);
  const onRefused = (reason: string) => complaints.say(`the connection of a peer was ended: ${reason}`);
  const guests = new Set<Guest>();
  const onConnection = (connection: Connection) => {
    const { user } = connection.peer;
    const guest: Guest = { user, offer: emptyOffer, seat: null, isConnected: false, refuse: () => {} };
    makeRoom(guests);
    guests.add(guest);
    return greet(connection, guest, seats, onRefused, () => guests.delete(guest));
  };
  const listAllowed = () => [...seats.values()].flatMap(({ access }) => access.allow);
  const server: Server = serveSeqpacket(path, {
    limits,
    get allow() {
      return listAllowed();
    },
    maxConnections,
    onConnection,
    onRefused: ({ user }, why) => onRefused(why === "user" ? refuseUser(user) : "too many connections"),
  });
  return {
    openToAllowed: () => server.setMode(listAllowed().length > 0 ? sharedMode : ownMode),
    close: () => {
      server.close();
      for (const guest of guests) guest.refuse("the server ends");
      complaints.close();
    },
  };
}

const maxConnections = maxStrangers + maxPorts;

/** Else a flood of connections that say nothing would keep everybody out for as long as they may take. */
function makeRoom(guests: ReadonlySet<Guest>): void {
  const strangers = [...guests].filter(({ seat }) => seat === null);
  if (strangers.length >= maxStrangers)
    strangers[0]?.refuse(`${maxStrangers} newer connections without "init"`);
}

type Guest = {
  readonly user: number;
  offer: Offer;
  seat: Seat | null;
  isConnected: boolean;
  refuse: (reason: string) => void;
};

function greet(
  connection: Connection,
  guest: Guest,
  seats: ReadonlyMap<number, Seat>,
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
    const reason = takeMessage(guest, message, seats, say, refuse);
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
  seats: ReadonlyMap<number, Seat>,
  say: (message: ControlMessage) => void,
  leave: Leave,
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
    const reason = takeSeat(guest, seats, message.id, message.secret);
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

function takeSeat(guest: Guest, seats: ReadonlyMap<number, Seat>, id: number, secret: string): string | null {
  const seat = seats.get(id);
  if (seat === undefined) return `no port has the id ${id}`;
  const reason = checkAccess(seat.access, guest.user, secret);
  if (reason !== null) return reason;
  if (seat.isTaken) return `another peer is connected to the id ${id}`;
  seat.isTaken = true;
  guest.seat = seat;
  return null;
}

function checkAccess({ secret, allow }: Access, user: number, said: string): string | null {
  if (!isPermittedUser(user, allow)) return refuseUser(user);
  return secret === said ? null : "a wrong secret";
}

function refuseUser(user: number): string {
  return `user ${user} may not connect`;
}

function connect(
  guest: Guest,
  offer: WholeOffer,
  say: (message: ControlMessage) => void,
  leave: Leave,
): string | null {
  try {
    const mapped = mapOffer(offer);
    guest.isConnected = true;
    say({ type: "connected", interfaceName: "ors" });
    const { seat, user } = guest;
    const check = () => (seat === null ? null : checkAccess(seat.access, user, offer.init.secret));
    seat?.onPeer(offer, mapped, check, leave);
    return null;
  } catch (error) {
    if (error instanceof FailureError || error instanceof LibcError) return error.message;
    throw error;
  }
}

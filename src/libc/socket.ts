/** Sockets: addresses are raw `struct sockaddr` bytes that the caller lays out. */
import { family } from "../net/address-family.ts";
import { checkResult, getErrno, LibcError } from "./errno.ts";
import { checkTransfer } from "./file.ts";
import { findFunction } from "./library.ts";

export const socketType = {
  STREAM: 1,
  DGRAM: 2,
  RAW: 3,
  SEQPACKET: 5,
  NONBLOCK: 0o4000,
  CLOEXEC: 0o2000000,
} as const;
export const messageFlags = { PEEK: 0x2, TRUNC: 0x20, DONTWAIT: 0x40 } as const;

/** Opens a socket; returns the descriptor. */
export function socket(domain: number, type: number, protocol: number): number {
  return checkResult(socketFunction()(domain, type, protocol), "socket");
}

/** Gives the socket an address. */
export function bind(fd: number, address: Uint8Array): void {
  checkResult(bindFunction()(fd, address, address.byteLength), "bind");
}

/** Listens for connections; so many may wait. */
export function listen(fd: number, backlog: number): void {
  checkResult(listenFunction()(fd, backlog), "listen");
}

/** Takes a connection that waits; returns its descriptor, `wouldBlock` where none waits. */
export function accept(fd: number): number {
  return checkTransfer(acceptFunction()(fd, null, null, socketType.CLOEXEC), "accept4");
}

/** Connects a stream socket. */
export function connect(fd: number, address: Uint8Array): void {
  checkResult(connectFunction()(fd, address, address.byteLength), "connect");
}

/** Ends both directions of a connection (shutdown(2)); what came before can still be received. */
export function shutdown(fd: number): void {
  checkResult(shutdownFunction()(fd, SHUT_RDWR), "shutdown");
}

const SHUT_RDWR = 2;

/** Begins to connect a non-blocking socket: it is writable once it is connected. */
export function startConnect(fd: number, address: Uint8Array): void {
  if (connectFunction()(fd, address, address.byteLength) === 0) return;
  const code = getErrno();
  if (code !== EINPROGRESS) throw new LibcError("connect", code);
}

const EINPROGRESS = 115;

/** `struct sockaddr_in6` (ipv6(7)) of an address in network order. */
export function makeIpv6Address(address: Uint8Array, port: number): Buffer {
  const sockaddr = Buffer.alloc(28);
  sockaddr.writeUInt16LE(family.IPV6, 0);
  sockaddr.writeUInt16BE(port, 2);
  sockaddr.set(address, 8);
  return sockaddr;
}

/** Fills `address` with the socket's own address. */
export function getsockname(fd: number, address: Uint8Array): void {
  checkResult(getsocknameFunction()(fd, address, lengthOf(address)), "getsockname");
}

/** Sets an option whose value is an int. */
export function setsockopt(fd: number, level: number, option: number, value: number, name: string): void {
  const bytes = Buffer.from(Int32Array.of(value).buffer);
  checkResult(setsockoptFunction()(fd, level, option, bytes, bytes.length), "setsockopt", name);
}

/** The process at the other end of a unix socket: SO_PEERCRED of unix(7). */
export function getPeer(fd: number): { readonly pid: number; readonly user: number } {
  const ucred = Buffer.alloc(ucredBytes);
  checkResult(
    getsockoptFunction()(fd, SOL_SOCKET, SO_PEERCRED, ucred, Uint32Array.of(ucredBytes)),
    "getsockopt",
    "SO_PEERCRED",
  );
  return { pid: ucred.readInt32LE(0), user: ucred.readUInt32LE(4) };
}

const SOL_SOCKET = 1;
const SO_PEERCRED = 17;
/** struct ucred: pid, uid, gid. */
const ucredBytes = 12;

/** Sends one datagram; returns the number of bytes, `wouldBlock` for EAGAIN. */
export function sendto(fd: number, datagram: Uint8Array, flags: number, address: Uint8Array): number {
  const sent = sendtoFunction()(fd, datagram, datagram.byteLength, flags, address, address.byteLength);
  return checkTransfer(sent, "sendto");
}

/**
 * Receives one datagram and its sender.
 *
 * @param sender filled with the sender's address
 * @returns the datagram's length, `wouldBlock` for EAGAIN. With MSG_TRUNC the length is the datagram's own even
 *   where the buffer was too short for it: a result above the buffer's length means that the rest is lost.
 */
export function recvfrom(fd: number, buffer: Uint8Array, flags: number, sender: Uint8Array): number {
  senderLength[0] = sender.byteLength;
  return checkTransfer(
    recvfromFunction()(fd, buffer, buffer.byteLength, flags, sender, senderLength),
    "recvfrom",
  );
}

/** One for all calls: a new one each would cost more than the system call. */
const senderLength = new Uint32Array(1);

function lengthOf(address: Uint8Array): Uint32Array {
  return Uint32Array.of(address.byteLength);
}

const socketFunction =
  findFunction<(domain: number, type: number, protocol: number) => number>("int socket(int, int, int)");
const bindFunction = findFunction<(fd: number, address: Uint8Array, length: number) => number>(
  "int bind(int, const void*, uint)",
);
const listenFunction = findFunction<(fd: number, backlog: number) => number>("int listen(int, int)");
const acceptFunction = findFunction<(fd: number, address: null, length: null, flags: number) => number>(
  "int accept4(int, void*, void*, int)",
);
const shutdownFunction = findFunction<(fd: number, how: number) => number>("int shutdown(int, int)");
const connectFunction = findFunction<(fd: number, address: Uint8Array, length: number) => number>(
  "int connect(int, const void*, uint)",
);
const getsocknameFunction = findFunction<(fd: number, address: Uint8Array, length: Uint32Array) => number>(
  "int getsockname(int, void*, void*)",
);
const setsockoptFunction = findFunction<
  (fd: number, level: number, option: number, value: Uint8Array, length: number) => number
>("int setsockopt(int, int, int, const void*, uint)");
const getsockoptFunction = findFunction<
  (fd: number, level: number, option: number, value: Uint8Array, length: Uint32Array) => number
>("int getsockopt(int, int, int, void*, void*)");
const sendtoFunction = findFunction<
  (
    fd: number,
    bytes: Uint8Array,
    length: number,
    flags: number,
    address: Uint8Array,
    addressLength: number,
  ) => number
>("int64_t sendto(int, const void*, size_t, int, const void*, uint)");
const recvfromFunction = findFunction<
  (
    fd: number,
    buffer: Uint8Array,
    length: number,
    flags: number,
    sender: Uint8Array,
    senderLength: Uint32Array,
  ) => number
>("int64_t recvfrom(int, void*, size_t, int, void*, void*)");

/** Messages with descriptors between processes: sendmsg(2), recvmsg(2) and SCM_RIGHTS of unix(7). */
import { errnos, LibcError } from "../errno.ts";
import { checkTransfer, wouldBlock } from "../file.ts";
import { findFunction } from "../library.ts";
import { getMemoryAddress, keepAlive } from "../memory.ts";

export type ReceivedMessage = {
  /** Bytes in the buffer; 0 where the other end has closed (or sent an empty message: nobody here does). */
  readonly length: number;
  /** The message was longer than the buffer; the rest of it is lost. */
  readonly isCut: boolean;
  /** Descriptors that came with it, closed on exec. They are the caller's to close. */
  readonly descriptors: readonly number[];
  /** Some descriptors did not come, as where this process may have no more of them (MSG_CTRUNC). */
  readonly isDescriptorLost: boolean;
};

/** SCM_MAX_FD of net/scm.h: most descriptors that one message carries. */
export const maxMessageDescriptors = 253;

/**
 * Sends one message without waiting.
 *
 * @returns the number of bytes, `wouldBlock` where the other end's queue is full
 * @throws LibcError EMSGSIZE above the socket's send buffer, EPIPE where the other end has closed
 */
export function sendMessage(fd: number, bytes: Uint8Array, descriptors: readonly number[] = []): number {
  const control = descriptors.length === 0 ? null : encodeRights(descriptors);
  const header = makeHeader(bytes, control);
  const sent = sendmsgFunction()(fd, header.bytes, MSG_DONTWAIT | MSG_NOSIGNAL);
  keepAlive(header.vector, bytes, control);
  return checkTransfer(sent, "sendmsg");
}

/**
 * Receives one message without waiting; `wouldBlock` where none is there.
 *
 * @throws LibcError ECONNRESET where the other end closed and left messages unread
 */
export function receiveMessage(fd: number, buffer: Uint8Array): ReceivedMessage | typeof wouldBlock {
  const space = rightsSpace(maxMessageDescriptors);
  const received = receiveWithControl(fd, buffer, space, MSG_CMSG_CLOEXEC);
  if (received === wouldBlock) return wouldBlock;
  const { length, flags, controls } = received;
  // every one of every part: none may be overlooked, since it is open by now
  const rights = controls.filter(({ level, type }) => level === SOL_SOCKET && type === SCM_RIGHTS);
  return {
    length,
    isCut: (flags & MSG_TRUNC) !== 0,
    descriptors: rights.flatMap(({ bytes }) => decodeDescriptors(bytes)),
    isDescriptorLost: (flags & MSG_CTRUNC) !== 0,
  };
}

/** A part of what comes beside a message: `struct cmsghdr` of cmsg(3). */
export type Control = { readonly level: number; readonly type: number; readonly bytes: Buffer };

export type MessageWithControl = {
  readonly length: number;
  readonly flags: number;
  readonly controls: readonly Control[];
};

/**
 * Receives one message and what comes beside it, without waiting; `wouldBlock` where none is there.
 *
 * @param controlSpace bytes for all parts with their headers
 */
export function receiveWithControl(
  fd: number,
  buffer: Uint8Array,
  controlSpace: number,
  flags = 0,
): MessageWithControl | typeof wouldBlock {
  const control = Buffer.alloc(controlSpace);
  const header = makeHeader(buffer, control);
  const received = recvmsgFunction()(fd, header.bytes, MSG_DONTWAIT | flags);
  keepAlive(header.vector, buffer, control);
  const length = checkTransfer(received, "recvmsg");
  if (length === wouldBlock) return wouldBlock;
  const used = Number(header.bytes.readBigUInt64LE(headerAt.controlLength));
  const given = header.bytes.readInt32LE(headerAt.flags);
  return { length, flags: given, controls: splitControl(control.subarray(0, used)) };
}

/** True for the errors that mean: the other end of a connection is gone. */
export function isDisconnected(error: unknown): boolean {
  return error instanceof LibcError && disconnected.has(error.errno.code);
}

const MSG_CTRUNC = 0x8;
const MSG_TRUNC = 0x20;
const MSG_DONTWAIT = 0x40;
const MSG_NOSIGNAL = 0x4000;
const MSG_CMSG_CLOEXEC = 0x4000_0000;
const SOL_SOCKET = 1;
const SCM_RIGHTS = 1;

const disconnected: ReadonlySet<number> = new Set([errnos.EPIPE, errnos.ECONNRESET, errnos.ENOTCONN]);

/** struct msghdr and struct cmsghdr where a long has 64 bits (linux/socket.h). */
const headerAt = { vector: 16, vectorLength: 24, control: 32, controlLength: 40, flags: 48 } as const;
const headerBytes = 56;
const controlHeaderBytes = 16;
const alignment = 8;

/** The header, and what it points to: the caller keeps both until the call is done. */
function makeHeader(
  bytes: Uint8Array,
  control: Buffer | null,
): { readonly bytes: Buffer; readonly vector: Buffer } {
  const vector = Buffer.alloc(16);
  vector.writeBigUInt64LE(BigInt(getMemoryAddress(bytes)), 0);
  vector.writeBigUInt64LE(BigInt(bytes.byteLength), 8);
  const header = Buffer.alloc(headerBytes);
  header.writeBigUInt64LE(BigInt(getMemoryAddress(vector)), headerAt.vector);
  header.writeBigUInt64LE(1n, headerAt.vectorLength);
  if (control !== null) {
    header.writeBigUInt64LE(BigInt(getMemoryAddress(control)), headerAt.control);
    header.writeBigUInt64LE(BigInt(control.length), headerAt.controlLength);
  }
  return { bytes: header, vector };
}

function rightsSpace(count: number): number {
  return controlHeaderBytes + Math.ceil((count * 4) / alignment) * alignment;
}

function encodeRights(descriptors: readonly number[]): Buffer {
  const control = Buffer.alloc(rightsSpace(descriptors.length));
  control.writeBigUInt64LE(BigInt(controlHeaderBytes + descriptors.length * 4), 0);
  control.writeInt32LE(SOL_SOCKET, 8);
  control.writeInt32LE(SCM_RIGHTS, 12);
  descriptors.forEach((fd, index) => {
    control.writeInt32LE(fd, controlHeaderBytes + index * 4);
  });
  return control;
}

function splitControl(control: Buffer): Control[] {
  const parts: Control[] = [];
  for (let at = 0; at + controlHeaderBytes <= control.length; ) {
    const length = Number(control.readBigUInt64LE(at));
    if (length < controlHeaderBytes) break;
    const bytes = control.subarray(at + controlHeaderBytes, at + length);
    parts.push({ level: control.readInt32LE(at + 8), type: control.readInt32LE(at + 12), bytes });
    at += Math.ceil(length / alignment) * alignment;
  }
  return parts;
}

function decodeDescriptors(bytes: Buffer): number[] {
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readInt32LE(index * 4));
}

const sendmsgFunction = findFunction<(fd: number, header: Uint8Array, flags: number) => number>(
  "int64_t sendmsg(int, const void*, int)",
);
const recvmsgFunction = findFunction<(fd: number, header: Uint8Array, flags: number) => number>(
  "int64_t recvmsg(int, void*, int)",
);

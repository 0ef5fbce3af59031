/** Messages with descriptors between processes: sendmsg(2), recvmsg(2) and SCM_RIGHTS of unix(7). */
import { errnos, LibcError } from "../errno.ts";
import { transferred, wouldBlock } from "../file.ts";
import { libcFunction } from "../library.ts";
import { addressOf } from "../memory.ts";

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
  return transferred(sendmsgFunction()(fd, header.bytes, MSG_DONTWAIT | MSG_NOSIGNAL), "sendmsg");
}

/**
 * Receives one message without waiting; `wouldBlock` where none is there.
 *
 * @throws LibcError ECONNRESET where the other end closed and left messages unread
 */
export function receiveMessage(fd: number, buffer: Uint8Array): ReceivedMessage | typeof wouldBlock {
  const control = Buffer.alloc(rightsSpace(maxMessageDescriptors));
  const header = makeHeader(buffer, control);
  const length = transferred(recvmsgFunction()(fd, header.bytes, MSG_DONTWAIT | MSG_CMSG_CLOEXEC), "recvmsg");
  if (length === wouldBlock) return wouldBlock;
  const flags = header.bytes.readInt32LE(headerAt.flags);
  const used = Number(header.bytes.readBigUInt64LE(headerAt.controlLength));
  return {
    length,
    isCut: (flags & MSG_TRUNC) !== 0,
    descriptors: decodeRights(control.subarray(0, used)),
    isDescriptorLost: (flags & MSG_CTRUNC) !== 0,
  };
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

/** The header, and what it points to: kept together as long as the call lasts. */
function makeHeader(
  bytes: Uint8Array,
  control: Buffer | null,
): { readonly bytes: Buffer; readonly vector: Buffer } {
  const vector = Buffer.alloc(16);
  vector.writeBigUInt64LE(BigInt(addressOf(bytes)), 0);
  vector.writeBigUInt64LE(BigInt(bytes.byteLength), 8);
  const header = Buffer.alloc(headerBytes);
  header.writeBigUInt64LE(BigInt(addressOf(vector)), headerAt.vector);
  header.writeBigUInt64LE(1n, headerAt.vectorLength);
  if (control !== null) {
    header.writeBigUInt64LE(BigInt(addressOf(control)), headerAt.control);
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

/** Every descriptor of every SCM_RIGHTS part: none may be overlooked, since it is open by now. */
function decodeRights(control: Buffer): number[] {
  const descriptors: number[] = [];
  for (let at = 0; at + controlHeaderBytes <= control.length; ) {
    const length = Number(control.readBigUInt64LE(at));
    if (length < controlHeaderBytes) break;
    const isRights =
      control.readInt32LE(at + 8) === SOL_SOCKET && control.readInt32LE(at + 12) === SCM_RIGHTS;
    const end = Math.min(at + length, control.length);
    for (let place = at + controlHeaderBytes; isRights && place + 4 <= end; place += 4)
      descriptors.push(control.readInt32LE(place));
    at += Math.ceil(length / alignment) * alignment;
  }
  return descriptors;
}

const sendmsgFunction = libcFunction<(fd: number, header: Uint8Array, flags: number) => number>(
  "int64_t sendmsg(int, const void*, int)",
);
const recvmsgFunction = libcFunction<(fd: number, header: Uint8Array, flags: number) => number>(
  "int64_t recvmsg(int, void*, int)",
);

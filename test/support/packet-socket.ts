/**
 * The kernel's side of an interface: whole Ethernet frames in and out (packet(7)). The kernel takes the tag out of a
 * frame and tells it beside; here it is put back, so that a frame is what was on the wire.
 */
import { errnos, getErrno, LibcError } from "../../src/libc/errno.ts";
import { close } from "../../src/libc/file.ts";
import { findFunction } from "../../src/libc/library.ts";
import { getMemoryAddress, keepAlive } from "../../src/libc/memory.ts";
import { bind, setsockopt, socket, socketType } from "../../src/libc/socket.ts";

export type PacketSocket = {
  /** Sends a frame out of the interface; the error's number where the kernel refuses it, else 0. */
  readonly send: (frame: Uint8Array) => number;
  /** Everything that came in, in order, without what this host sent. */
  readonly receive: () => Buffer[];
  readonly close: () => void;
};

const AF_PACKET = 17;
const ETH_P_ALL = 0x0003;
const SOL_PACKET = 263;
const options = { PACKET_AUXDATA: 8, PACKET_QDISC_BYPASS: 20, PACKET_IGNORE_OUTGOING: 23 } as const;
const SOL_SOCKET = 1;
const SO_RCVBUFFORCE = 33;
const receiveBytes = 64 * 1024 * 1024;
const MSG_DONTWAIT = 0x40;
const largestFrame = 65_600;
const ENETDOWN = 100;

/** Opens one in this thread's network namespace, for an interface by its index. */
export function openPacketSocket(index: number): PacketSocket {
  const type = socketType.RAW | socketType.NONBLOCK | socketType.CLOEXEC;
  const fd = socket(AF_PACKET, type, swapBytes(ETH_P_ALL));
  for (const [name, option] of Object.entries(options)) setsockopt(fd, SOL_PACKET, option, 1, name);
  setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, receiveBytes, "SO_RCVBUFFORCE");
  // struct sockaddr_ll: family, protocol, index
  const address = Buffer.alloc(20);
  address.writeUInt16LE(AF_PACKET, 0);
  address.writeUInt16BE(ETH_P_ALL, 2);
  address.writeInt32LE(index, 4);
  bind(fd, address);
  return { send: (frame) => sendFrame(fd, frame), receive: () => receiveAll(fd), close: () => close(fd) };
}

function sendFrame(fd: number, frame: Uint8Array): number {
  return Number(sendFunction()(fd, frame, frame.byteLength, MSG_DONTWAIT)) < 0 ? getErrno() : 0;
}

function receiveAll(fd: number): Buffer[] {
  const frames: Buffer[] = [];
  for (let frame = receiveFrame(fd); frame !== null; frame = receiveFrame(fd)) frames.push(frame);
  return frames;
}

/** One for all calls: a frame is copied out of it. */
const buffer = Buffer.alloc(largestFrame);
const control = Buffer.alloc(64);

function receiveFrame(fd: number): Buffer | null {
  const vector = Buffer.alloc(16);
  vector.writeBigUInt64LE(BigInt(getMemoryAddress(buffer)), 0);
  vector.writeBigUInt64LE(BigInt(buffer.length), 8);
  // struct msghdr: name, its length, vector, its length, control, its length, flags
  const header = Buffer.alloc(56);
  header.writeBigUInt64LE(BigInt(getMemoryAddress(vector)), 16);
  header.writeBigUInt64LE(1n, 24);
  header.writeBigUInt64LE(BigInt(getMemoryAddress(control)), 32);
  header.writeBigUInt64LE(BigInt(control.length), 40);
  const length = Number(receiveFunction()(fd, header, MSG_DONTWAIT));
  keepAlive(vector);
  if (length < 0) {
    const code = getErrno();
    // told once where the interface went down
    if (code === ENETDOWN) return receiveFrame(fd);
    if (code === errnos.EAGAIN) return null;
    throw new LibcError("recvmsg", code);
  }
  const tag = findTag(control.subarray(0, Number(header.readBigUInt64LE(40))));
  const frame = Buffer.from(buffer.subarray(0, length));
  return tag === null ? frame : Buffer.concat([frame.subarray(0, 12), tag, frame.subarray(12)]);
}

/** The tag that `struct tpacket_auxdata` tells. */
function findTag(bytes: Buffer): Buffer | null {
  const [controlHeader, statusAt, tciAt, typeAt] = [16, 0, 16, 18];
  const isValid = 0x10;
  if (bytes.length < controlHeader + 20) return null;
  const data = bytes.subarray(controlHeader);
  if ((data.readUInt32LE(statusAt) & isValid) === 0) return null;
  const tag = Buffer.alloc(4);
  tag.writeUInt16BE(data.readUInt16LE(typeAt), 0);
  tag.writeUInt16BE(data.readUInt16LE(tciAt), 2);
  return tag;
}

function swapBytes(word: number): number {
  return ((word & 0xff) << 8) | (word >>> 8);
}

const sendFunction = findFunction<(fd: number, bytes: Uint8Array, length: number, flags: number) => number>(
  "int64_t send(int, const void*, size_t, int)",
);
const receiveFunction = findFunction<(fd: number, header: Uint8Array, flags: number) => number>(
  "int64_t recvmsg(int, void*, int)",
);

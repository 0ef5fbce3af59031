/** The rtnetlink socket: non-blocking, with extended acks and strict checking of requests (netlink(7)). */
import { errnos, LibcError } from "../libc/errno.ts";
import { close, wouldBlock } from "../libc/file.ts";
import {
  bind,
  getsockname,
  messageFlags,
  recvfrom,
  sendto,
  setsockopt,
  socket,
  socketType,
} from "../libc/socket.ts";
import { family } from "../net/address-family.ts";
import { NetlinkError } from "./messages/netlink-error.ts";

export type NetlinkSocket = {
  readonly fd: number;
  /** Its own address: answers carry it. */
  readonly port: number;
  /** Every datagram is received here. */
  readonly buffer: Buffer;
};

/**
 * Opens a socket in the network namespace of this thread.
 *
 * @param groups `group` of `numbers.ts`: what the kernel shall tell by itself
 * @param receiveBuffer bytes that may wait in the kernel; more than `net.core.rmem_max` only with CAP_NET_ADMIN
 * @throws LibcError where the system has none to give
 */
export function openNetlink(groups: readonly number[] = [], receiveBuffer?: number): NetlinkSocket {
  const type = socketType.RAW | socketType.NONBLOCK | socketType.CLOEXEC;
  const fd = socket(family.NETLINK, type, NETLINK_ROUTE);
  try {
    for (const [name, option] of Object.entries(wantedOptions)) {
      setsockopt(fd, SOL_NETLINK, option, 1, `NETLINK_${name}`);
    }
    if (receiveBuffer !== undefined) enlarge(fd, receiveBuffer);
    bind(fd, makeSocketAddress(0));
    // Joined after the bind, so that the groups are those of one list whatever their number.
    for (const group of groups) setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group, "group");
    const own = makeSocketAddress(0);
    getsockname(fd, own);
    return { fd, port: own.readUInt32LE(portOffset), buffer: Buffer.alloc(maxDatagramBytes) };
  } catch (error) {
    close(fd);
    throw error;
  }
}

export function closeNetlink(netlink: NetlinkSocket): void {
  close(netlink.fd);
}

/** Sends a datagram to the kernel. */
export function send(netlink: NetlinkSocket, datagram: Uint8Array): void {
  if (sendto(netlink.fd, datagram, 0, kernel) === wouldBlock) throw new LibcError("sendto", errnos.EAGAIN);
}

/**
 * Takes one datagram off the socket into its buffer, without waiting. One that the kernel did not send is passed over.
 *
 * @returns its length; {@link wouldBlock} where none is there
 * @throws NetlinkError `lost` where the receive buffer overflowed, `truncated` where a datagram did not fit
 */
export function receive(netlink: NetlinkSocket): number {
  for (;;) {
    const length = receiveAny(netlink);
    if (length === wouldBlock || sender.readUInt32LE(portOffset) === 0) return length;
  }
}

function receiveAny(netlink: NetlinkSocket): number {
  let length: number;
  try {
    length = recvfrom(netlink.fd, netlink.buffer, messageFlags.TRUNC, sender);
  } catch (error) {
    if (!(error instanceof LibcError) || error.errno.code !== errnos.ENOBUFS) throw error;
    throw new NetlinkError("lost", "the kernel had more to tell than the receive buffer holds");
  }
  if (length <= netlink.buffer.length) return length;
  throw new NetlinkError(
    "truncated",
    `a netlink message of ${length} bytes does not fit into ${netlink.buffer.length}`,
  );
}

/** SO_RCVBUFFORCE passes the limit of `net.core.rmem_max` where the caller may. */
function enlarge(fd: number, bytes: number): void {
  try {
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, bytes, "SO_RCVBUFFORCE");
  } catch (error) {
    if (!(error instanceof LibcError) || error.errno.code !== errnos.EPERM) throw error;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, bytes, "SO_RCVBUF");
  }
}

/** `struct sockaddr_nl` */
function makeSocketAddress(port: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt16LE(family.NETLINK, 0);
  bytes.writeUInt32LE(port, portOffset);
  return bytes;
}

const portOffset = 4;
/** The kernel fills a dump's datagrams up to what the reader offers, at most 32 KiB; one link is far shorter. */
const maxDatagramBytes = 65_536;

const NETLINK_ROUTE = 0;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_RCVBUFFORCE = 33;
const SOL_NETLINK = 270;
const NETLINK_ADD_MEMBERSHIP = 1;
/** Errors do not repeat the whole request, have the kernel's words, and what a request asks is checked in full. */
const wantedOptions = { CAP_ACK: 10, EXT_ACK: 11, GET_STRICT_CHK: 12 } as const;

const kernel = makeSocketAddress(0);
const sender = makeSocketAddress(0);

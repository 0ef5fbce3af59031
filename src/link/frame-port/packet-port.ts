/** The kernel's end of an interface, by packet(7): what the kernel would send goes out of it, what came in is seen. */
import { errnos, LibcError } from "../../libc/errno.ts";
import { close, wouldBlock } from "../../libc/file.ts";
import { bind, setsockopt, socket, socketType } from "../../libc/socket.ts";
import { type Control, receiveWithControl, sendMessage } from "../../libc/unix/message.ts";
import { family } from "../../net/address-family.ts";
import { maxEthernetFrame } from "../frames/frame-pool.ts";
import { findInterfaceIndex } from "../tap/interface.ts";
import { awaitReadable } from "./await-readable.ts";
import type { FramePort } from "./frame-port.ts";

const ETH_P_ALL = 0x0003;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_RCVBUFFORCE = 33;
const SOL_PACKET = 263;
const PACKET_AUXDATA = 8;
const PACKET_IGNORE_OUTGOING = 23;

/**
 * Opens an interface of this network namespace; needs CAP_NET_RAW. Frames that come from then on wait in the socket.
 *
 * @throws LibcError EPERM, ENODEV (no such interface)
 */
export function openPacketSocket(name: string): number {
  const index = findInterfaceIndex(name);
  if (index === null) throw new LibcError("bind", errnos.ENODEV, name);
  // without a protocol until it is bound: else it would have frames of every interface
  const fd = socket(family.PACKET, socketType.RAW | socketType.NONBLOCK | socketType.CLOEXEC, 0);
  try {
    setsockopt(fd, SOL_PACKET, PACKET_AUXDATA, 1, "PACKET_AUXDATA");
    setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1, "PACKET_IGNORE_OUTGOING");
    growQueue(fd);
    bind(fd, makePacketAddress(index));
    return fd;
  } catch (error) {
    close(fd);
    throw error;
  }
}

/** A port over such a socket. */
export function createPacketPort(fd: number, closeDescriptor: () => void): FramePort {
  const buffer = new Uint8Array(maxEthernetFrame + 1);
  return {
    send: (frame) => {
      try {
        return sendMessage(fd, frame) !== wouldBlock;
      } catch (error) {
        if (error instanceof LibcError && error.errno.code === errnos.ENOBUFS) return false;
        throw error;
      }
    },
    countUnderway: () => 0,
    receive: () => {
      const received = receiveWithControl(fd, buffer, controlSpace);
      if (received === wouldBlock) return null;
      return putTagBack(buffer.subarray(0, received.length), received.controls);
    },
    awaitFrame: async (timeoutMs) => {
      await awaitReadable(fd, timeoutMs);
    },
    close: closeDescriptor,
  };
}

/** Room for a thousand long frames; above the limit of the machine where this process may. */
function growQueue(fd: number): void {
  try {
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, queueBytes, "SO_RCVBUFFORCE");
  } catch {
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, queueBytes, "SO_RCVBUF");
  }
}

const queueBytes = 4 * 1024 * 1024;

/** struct sockaddr_ll: family, protocol, interface; the rest is the kernel's. */
function makePacketAddress(index: number): Buffer {
  const address = Buffer.alloc(20);
  address.writeUInt16LE(family.PACKET, 0);
  address.writeUInt16BE(ETH_P_ALL, 2);
  address.writeInt32LE(index, 4);
  return address;
}

const controlSpace = 64;

/** struct tpacket_auxdata (linux/if_packet.h). */
const auxdataAt = { status: 0, control: 16, type: 18 } as const;
const TP_STATUS_VLAN_VALID = 0x10;
const TP_STATUS_VLAN_TPID_VALID = 0x40;
const tagAt = 12;

/** The kernel takes the outer tag out of a frame that comes in and keeps it beside (skb_vlan_untag). */
function putTagBack(frame: Uint8Array, controls: readonly Control[]): Uint8Array {
  const auxdata = controls.find(({ level, type }) => level === SOL_PACKET && type === PACKET_AUXDATA)?.bytes;
  const status = auxdata?.readUInt32LE(auxdataAt.status) ?? 0;
  if (auxdata === undefined || (status & TP_STATUS_VLAN_VALID) === 0) return frame.slice();
  const tag = Buffer.alloc(4);
  const type = (status & TP_STATUS_VLAN_TPID_VALID) !== 0 ? auxdata.readUInt16LE(auxdataAt.type) : 0x8100;
  tag.writeUInt16BE(type, 0);
  tag.writeUInt16BE(auxdata.readUInt16LE(auxdataAt.control), 2);
  return Buffer.concat([frame.subarray(0, tagAt), tag, frame.subarray(tagAt)]);
}

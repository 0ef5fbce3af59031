import { expect, test } from "vitest";
import { close, wouldBlock } from "../../src/libc/file.ts";
import {
  bind,
  getsockname,
  messageFlags,
  recvfrom,
  sendto,
  setsockopt,
  socket,
  socketType,
} from "../../src/libc/socket.ts";
import { family } from "../../src/net/address-family.ts";
import { readReceiveBuffer } from "./receive-buffer.ts";

const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const NETLINK_ROUTE = 0;
/** RTM_GETLINK of interface 1 (the loopback, which every namespace has): nlmsghdr and ifinfomsg. */
function linkRequest(): Buffer {
  const request = Buffer.alloc(32);
  request.writeUInt32LE(32, 0);
  request.writeUInt16LE(18, 4);
  request.writeUInt16LE(1, 6);
  request.writeInt32LE(1, 20);
  return request;
}

function kernelAddress(): Buffer {
  const address = Buffer.alloc(12);
  address.writeUInt16LE(family.NETLINK, 0);
  return address;
}

function withSocket(use: (fd: number) => void): void {
  const fd = socket(family.NETLINK, socketType.RAW | socketType.NONBLOCK | socketType.CLOEXEC, NETLINK_ROUTE);
  try {
    bind(fd, kernelAddress());
    use(fd);
  } finally {
    close(fd);
  }
}

test("a datagram that is longer than the buffer shows its own length", () => {
  withSocket((fd) => {
    expect(sendto(fd, linkRequest(), 0, kernelAddress())).toBe(32);
    const buffer = Buffer.alloc(40);
    const peeked = recvfrom(fd, buffer, messageFlags.TRUNC | messageFlags.PEEK, kernelAddress());
    expect(peeked).toBeGreaterThan(buffer.length);
    expect(recvfrom(fd, Buffer.alloc(peeked), messageFlags.TRUNC, kernelAddress())).toBe(peeked);
  });
});

test("nothing to receive would block, and bytes beyond the datagram are left alone", () => {
  withSocket((fd) => {
    expect(recvfrom(fd, Buffer.alloc(10), messageFlags.TRUNC, kernelAddress())).toBe(wouldBlock);
    sendto(fd, linkRequest(), 0, kernelAddress());
    const buffer = Buffer.alloc(65_536, 0xaa);
    const length = recvfrom(fd, buffer, messageFlags.TRUNC, kernelAddress());
    expect(buffer.readUInt32LE(0)).toBe(length);
    expect(buffer[length]).toBe(0xaa);
  });
});

test("the kernel is the sender, with port 0", () => {
  withSocket((fd) => {
    sendto(fd, linkRequest(), 0, kernelAddress());
    const sender = Buffer.alloc(12, 0xff);
    recvfrom(fd, Buffer.alloc(65_536), 0, sender);
    expect([sender.readUInt16LE(0), sender.readUInt32LE(4)]).toEqual([family.NETLINK, 0]);
  });
});

test("a bound netlink socket has a port of its own", () => {
  withSocket((fd) => {
    const own = kernelAddress();
    getsockname(fd, own);
    expect(own.readUInt32LE(4)).not.toBe(0);
  });
});

test("an option that is set is read back", () => {
  withSocket((fd) => {
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, 70_000, "SO_RCVBUF");
    // socket(7): the kernel doubles the value for its own bookkeeping.
    expect(readReceiveBuffer(fd)).toBe(140_000);
    expect(() => setsockopt(fd, 9999, 1, 1, "NO_SUCH_OPTION")).toThrow(/^setsockopt NO_SUCH_OPTION: /);
  });
});

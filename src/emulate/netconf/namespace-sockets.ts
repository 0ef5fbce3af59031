/** TCP sockets in the network namespace of an emulated Radio Unit, used by this one process. */
import { Socket } from "node:net";
import { close } from "../../libc/file.ts";
import { runInNetworkNamespace } from "../../libc/namespace.ts";
import {
  bind,
  listen,
  makeIpv6Address,
  setsockopt,
  socket,
  socketType,
  startConnect,
} from "../../libc/socket.ts";
import { family } from "../../net/address-family.ts";
import type { Ipv6Address } from "../../net/parse-ipv6.ts";

const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const backlog = 128;

/** A descriptor that listens there; whoever takes it closes it. */
export function listenInNamespace(namespace: string, address: Ipv6Address, port: number): number {
  return openSocket(namespace, (fd) => {
    // a port that was just closed may be used again at once
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1, "SO_REUSEADDR");
    bind(fd, makeIpv6Address(getBytes(address), port));
    listen(fd, backlog);
  });
}

/** A connection from there. It must not wait: the frames of the connection are carried by this process. */
export function connectFromNamespace(namespace: string, address: Ipv6Address, port: number): Socket {
  const fd = openSocket(namespace, (opened) =>
    startConnect(opened, makeIpv6Address(getBytes(address), port)),
  );
  return new Socket({ fd, readable: true, writable: true });
}

function openSocket(namespace: string, prepare: (fd: number) => void): number {
  return runInNetworkNamespace(namespace, () => {
    const fd = socket(family.IPV6, socketType.STREAM | socketType.NONBLOCK | socketType.CLOEXEC, 0);
    try {
      prepare(fd);
      return fd;
    } catch (error) {
      close(fd);
      throw error;
    }
  });
}

function getBytes(address: Ipv6Address): Buffer {
  return Buffer.from(address.toString(16).padStart(32, "0"), "hex");
}

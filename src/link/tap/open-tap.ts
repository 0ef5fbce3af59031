/** Opening TAPs: attach to one that exists, or make one (Documentation/networking/tuntap.rst, facts of if_tun.h). */

import { closeBeside } from "../../libc/close-later.ts";
import { LibcError } from "../../libc/errno.ts";
import { close, open, openFlags } from "../../libc/file.ts";
import { ioctl, makeIoctlNumber } from "../../libc/ioctl.ts";
import { maxInterfaceNameBytes } from "../../net/interface-name.ts";
import { maxTapQueues } from "../limits.ts";
import { findInterfaceIndex } from "./interface.ts";
import { findOtherQueuesHeader } from "./other-queues.ts";
import { makeAttachError, makeCallError, makeOpenError, TapError } from "./tap-error.ts";
import {
  encodeInt,
  ifreqValue,
  makeIfreq,
  offload,
  readIfreqName,
  tunFlag,
  tunPath,
  tunRequest,
} from "./tun-requests.ts";

export type TapRequest = {
  /** An interface's name; left out, the kernel makes a TAP and chooses its name. */
  readonly name?: string;
  /** Makes the TAP where there is none of that name (CAP_NET_ADMIN); without it that is an error. */
  readonly create?: boolean;
  /** Asks for `struct virtio_net_hdr` before each frame; had only where the kernel knows it. */
  readonly vnetHdr?: boolean;
  /** Bytes of that header: 10, or 12 with num_buffers (virtio 1.x §5.1.6). */
  readonly vnetHdrSize?: 10 | 12;
  /** Takes frames whose checksum or segmentation is left to the reader; with the header only. */
  readonly offloads?: boolean;
  /** More than one needs a TAP made with IFF_MULTI_QUEUE. */
  readonly queues?: number;
  /** Reads and writes answer EAGAIN instead of waiting (standard: true). */
  readonly nonBlocking?: boolean;
};

export type Tap = {
  readonly name: string;
  readonly index: number;
  /** One a queue. */
  readonly descriptors: readonly number[];
  /** Bytes of the virtio header before each frame; 0 where it is off. */
  readonly vnetHeader: number;
};

const defaultVnetHdrSize = 10;

/**
 * Opens a TAP of this thread's network namespace. Whoever owns a persistent TAP needs no capability for it.
 *
 * @throws TapError with errno, the call and the name, and what would be right
 */
export function openTap(wanted: TapRequest = {}): Tap {
  const queues = wanted.queues ?? 1;
  checkRequest(wanted, queues);
  const before = wanted.name === undefined ? null : findInterfaceIndex(wanted.name);
  if (wanted.name !== undefined && before === null && wanted.create !== true) {
    throw new TapError("no-such-device", "SIOCGIFINDEX", "ENODEV", wanted.name, "no such interface");
  }
  if (before !== null && queues > 1) refuseOtherHeader(wanted, before);
  const descriptors: number[] = [];
  try {
    const first = attach(wanted, wanted.name ?? "", queues > 1, descriptors);
    while (descriptors.length < queues) attach(wanted, first.name, true, descriptors);
    const index = findInterfaceIndex(first.name);
    if (index === null || (before !== null && index !== before)) {
      throw new TapError("gone", "TUNSETIFF", null, first.name, "it was deleted while it was being opened");
    }
    return { name: first.name, index, descriptors, vnetHeader: first.vnetHeader };
  } catch (error) {
    for (const fd of descriptors) close(fd);
    throw error instanceof LibcError ? makeCallError(error, wanted.name ?? null) : error;
  }
}

/** Closes every queue; a TAP that is not persistent vanishes. */
export function closeTap(tap: Tap): void {
  for (const fd of tap.descriptors) close(fd);
}

/** The same in another thread: the kernel waits until no processor has a frame of it in its hands (synchronize_net). */
export async function closeTapBeside(tap: Tap): Promise<void> {
  await closeBeside(tap.descriptors);
}

function checkRequest({ name }: TapRequest, queues: number): void {
  const about = name ?? null;
  if (name !== undefined && !isInterfaceName(name)) {
    const sentence = `an interface's name has 1 to ${maxInterfaceNameBytes} bytes, without "/", ":", "%" and white space`;
    throw new TapError("other", "openTap", "EINVAL", about, sentence);
  }
  if (!Number.isInteger(queues) || queues < 1 || queues > maxTapQueues) {
    throw new TapError(
      "flags",
      "openTap",
      "EINVAL",
      about,
      `${queues} queues; 1 to ${maxTapQueues} can be had`,
    );
  }
}

function refuseOtherHeader({ name, vnetHdr = false }: TapRequest, index: number): void {
  const others = findOtherQueuesHeader(index);
  if (others === null || others === vnetHdr) return;
  const choice = others ? "with" : "without";
  const sentence = `another program has queues of it open ${choice} the virtio header: ask for the same`;
  throw new TapError("flags", "RTM_GETLINK", null, name ?? null, sentence);
}

/** As dev_valid_name of net/core/dev.c, less the patterns (`tap%d`) that the kernel would fill in. */
function isInterfaceName(name: string): boolean {
  const size = Buffer.byteLength(name);
  return (
    size >= 1 && size <= maxInterfaceNameBytes && name !== "." && name !== ".." && !/[/:%\s\0]/.test(name)
  );
}

/** Opens one queue; its descriptor is noted before anything else can fail. */
function attach(
  wanted: TapRequest,
  name: string,
  multiQueue: boolean,
  descriptors: number[],
): { name: string; vnetHeader: number } {
  const tapName = name === "" ? null : name;
  const fd = openTun(tapName, wanted.nonBlocking ?? true);
  descriptors.push(fd);
  // IFF_VNET_HDR cannot be set later, so what the kernel knows is asked before.
  const features = encodeInt(0);
  ioctl(fd, tunRequest.TUNGETFEATURES, features, "TUNGETFEATURES", name);
  const withHeader = wanted.vnetHdr === true && (features.readUInt32LE() & tunFlag.IFF_VNET_HDR) !== 0;
  const flags =
    tunFlag.IFF_TAP |
    tunFlag.IFF_NO_PI |
    (withHeader ? tunFlag.IFF_VNET_HDR : 0) |
    (multiQueue ? tunFlag.IFF_MULTI_QUEUE : 0);
  const kernelName = setInterface(fd, name, flags, multiQueue);
  const vnetHeader = withHeader ? setUpHeader(fd, kernelName, wanted) : 0;
  return { name: kernelName, vnetHeader };
}

function openTun(tap: string | null, nonBlocking: boolean): number {
  try {
    return open(tunPath, openFlags.RDWR | openFlags.CLOEXEC | (nonBlocking ? openFlags.NONBLOCK : 0));
  } catch (error) {
    throw error instanceof LibcError ? makeOpenError(error, tap) : error;
  }
}

/** TUNSETIFF, and TUNGETIFF for what the kernel really gave. */
function setInterface(fd: number, name: string, flags: number, multiQueue: boolean): string {
  const request = makeIfreq(name);
  request.writeUInt16LE(flags, ifreqValue);
  try {
    ioctl(fd, tunRequest.TUNSETIFF, request, "TUNSETIFF", name);
  } catch (error) {
    throw error instanceof LibcError ? makeAttachError(error, name === "" ? null : name, multiQueue) : error;
  }
  const given = makeIfreq("");
  ioctl(fd, tunRequest.TUNGETIFF, given, "TUNGETIFF", name);
  const kernelName = readIfreqName(given);
  const asked =
    flags & (tunFlag.IFF_TAP | tunFlag.IFF_NO_PI | tunFlag.IFF_VNET_HDR | tunFlag.IFF_MULTI_QUEUE);
  const missing = asked & ~given.readUInt16LE(ifreqValue);
  if (missing !== 0) {
    const sentence = `the kernel did not give the flags 0x${missing.toString(16)}`;
    throw new TapError("flags", "TUNGETIFF", null, kernelName, sentence);
  }
  return kernelName;
}

/** Header size and offloads; USO is newer (Linux 6.2) than the rest and left out where the kernel refuses it. */
function setUpHeader(fd: number, name: string, wanted: TapRequest): number {
  const size = wanted.vnetHdrSize ?? defaultVnetHdrSize;
  ioctl(fd, tunRequest.TUNSETVNETHDRSZ, encodeInt(size), "TUNSETVNETHDRSZ", name);
  const segmentation = offload.CSUM | offload.TSO4 | offload.TSO6 | offload.TSO_ECN;
  const tries = wanted.offloads === true ? [segmentation | offload.USO4 | offload.USO6, segmentation] : [0];
  for (const [index, flags] of tries.entries()) {
    try {
      makeIoctlNumber(fd, tunRequest.TUNSETOFFLOAD, flags, "TUNSETOFFLOAD", name);
      return size;
    } catch (error) {
      if (index === tries.length - 1) throw error;
    }
  }
  return size;
}

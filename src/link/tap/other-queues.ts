/** What other programs have chosen for a TAP of several queues: its flags are one for all of them (tun.c). */
import { connectKernel, dump } from "../../netlink/dump.ts";
import { linkRequest } from "../../netlink/messages/request.ts";
import { closeNetlink, openNetlink } from "../../netlink/socket.ts";

/**
 * Whether the frames of a TAP's other queues carry a virtio header; null where no program has one open. Attaching
 * with the other choice would change it under their feet.
 *
 * @throws NetlinkError, LibcError
 */
export function findOtherQueuesHeader(index: number): boolean | null {
  const netlink = openNetlink();
  try {
    const links = dump(connectKernel(netlink), linkRequest, "links");
    for (const link of links) {
      if (link.kind !== "link" || link.index !== index || link.tun === null) continue;
      // a TAP has a carrier while a program has it open
      return link.carrier ? link.tun.vnetHdr : null;
    }
    return null;
  } finally {
    closeNetlink(netlink);
  }
}

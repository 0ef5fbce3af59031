/** Which driver an interface belongs to: ETHTOOL_GDRVINFO (linux/ethtool.h), which needs no privilege. */
import { close } from "../../libc/file.ts";
import { ioctl } from "../../libc/ioctl.ts";
import { getMemoryAddress } from "../../libc/memory.ts";
import { socket, socketType } from "../../libc/socket.ts";
import { family } from "../../net/address-family.ts";
import { ifreqValue, makeIfreq } from "./tun-requests.ts";

const SIOCETHTOOL = 0x8946;
const ETHTOOL_GDRVINFO = 3;

// struct ethtool_drvinfo: cmd, driver[32], version[32], fw_version[32], bus_info[32], …
const driverInfoSize = 196;
const driverAt = 4;
const busAt = 100;
const fieldSize = 32;

/** True where the interface is a TAP of the TUN driver; false for a TUN, a bridge, a veth … */
export function isTap(name: string): boolean {
  const information = Buffer.alloc(driverInfoSize);
  information.writeUInt32LE(ETHTOOL_GDRVINFO);
  const bytes = makeIfreq(name);
  bytes.writeBigUInt64LE(BigInt(getMemoryAddress(information)), ifreqValue);
  const fd = socket(family.IPV6, socketType.DGRAM | socketType.CLOEXEC, 0);
  try {
    ioctl(fd, SIOCETHTOOL, bytes, "ETHTOOL_GDRVINFO", name);
  } catch {
    return false; // a driver that does not tell its name is not TUN, which does
  } finally {
    close(fd);
  }
  return readText(information, driverAt) === "tun" && readText(information, busAt) === "tap";
}

function readText(bytes: Buffer, offset: number): string {
  const field = bytes.subarray(offset, offset + fieldSize);
  return field.toString("latin1", 0, field.indexOf(0));
}

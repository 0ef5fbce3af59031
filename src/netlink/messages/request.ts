/** The three requests that are made of the kernel; a dump of each. */
import { family } from "../../net/address-family.ts";
import { messageType, table } from "./numbers.ts";

export type Request = { readonly type: number /** What follows the header. */; readonly payload: Uint8Array };

/** All links: `struct ifinfomsg`, and IFLA_EXT_MASK to leave out their counters, which are half of every message. */
export const linkRequest: Request = {
  type: messageType.GETLINK,
  payload: Buffer.concat([Buffer.alloc(16), Buffer.of(8, 0, 29, 0, 1 << 3, 0, 0, 0)]),
};

/** All IPv6 addresses: `struct ifaddrmsg`. */
export const addressRequest: Request = {
  type: messageType.GETADDR,
  payload: Buffer.of(family.IPV6, 0, 0, 0, 0, 0, 0, 0),
};

/** All IPv6 routes of table main: `struct rtmsg`. */
export const routeRequest: Request = {
  type: messageType.GETROUTE,
  payload: Buffer.of(family.IPV6, 0, 0, 0, table.MAIN, 0, 0, 0, 0, 0, 0, 0),
};

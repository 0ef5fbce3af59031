/** Numbers of netlink(7) and rtnetlink(7), as the kernel's headers linux/netlink.h, rtnetlink.h, if_link.h have them. */

export const messageType = {
  NOOP: 1,
  ERROR: 2,
  DONE: 3,
  OVERRUN: 4,
  NEWLINK: 16,
  DELLINK: 17,
  GETLINK: 18,
  NEWADDR: 20,
  DELADDR: 21,
  GETADDR: 22,
  NEWROUTE: 24,
  DELROUTE: 25,
  GETROUTE: 26,
} as const;

/** `nlmsg_flags`. */
export const messageFlag = {
  REQUEST: 0x1,
  MULTI: 0x2,
  ACK: 0x4,
  /** A dump that something changed under: it may be inconsistent. */
  DUMP_INTR: 0x10,
  DUMP: 0x300,
  REPLACE: 0x100,
  EXCL: 0x200,
  CREATE: 0x400,
  /** In errors: the request that they answer is not repeated in full. */
  CAPPED: 0x100,
  /** In errors: attributes follow. */
  ACK_TLVS: 0x200,
} as const;

/** Multicast groups to subscribe to. */
export const group = {
  LINK: 1,
  IPV4_IFADDR: 5,
  IPV4_ROUTE: 7,
  IPV6_IFADDR: 9,
  IPV6_ROUTE: 11,
} as const;

/** netdevice(7) `ifi_flags`. */
export const interfaceFlag = { UP: 0x1, RUNNING: 0x40, LOWER_UP: 0x10000 } as const;

/** RFC 2863 operational state, by number. */
export const operstates = [
  "UNKNOWN",
  "NOTPRESENT",
  "DOWN",
  "LOWERLAYERDOWN",
  "TESTING",
  "DORMANT",
  "UP",
] as const;

/** `rtm_table` */
export const table = { UNSPEC: 0, MAIN: 254, LOCAL: 255 } as const;

/** `rtm_type` */
export const routeType = {
  UNICAST: 1,
  LOCAL: 2,
  BROADCAST: 3,
  ANYCAST: 4,
  MULTICAST: 5,
  BLACKHOLE: 6,
  UNREACHABLE: 7,
  PROHIBIT: 8,
  THROW: 9,
} as const;

/** `rtm_protocol`: who put a route there. */
export const protocol = { UNSPEC: 0, REDIRECT: 1, KERNEL: 2, BOOT: 3, STATIC: 4, RA: 9 } as const;

/** `ifa_scope`, `rtm_scope` */
export const scope = { GLOBAL: 0, SITE: 200, LINK: 253, HOST: 254 } as const;

/** `ifa_flags` */
export const addressFlag = { NODAD: 0x02, PERMANENT: 0x80, NOPREFIXROUTE: 0x200 } as const;

/** Address families, as address_families(7) and linux/socket.h number them. */
export const family = { UNSPEC: 0, UNIX: 1, IPV4: 2, IPV6: 10, NETLINK: 16, PACKET: 17 } as const;

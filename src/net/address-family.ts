/** Address families, as address_families(7) numbers them. */
export const family = { UNSPEC: 0, IPV4: 2, IPV6: 10 } as const;

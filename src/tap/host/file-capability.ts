/** File capabilities (capabilities(7)): what a program gets when it is started. */
import { getxattr } from "../../libc/xattr.ts";

/** Numbers of capabilities, linux/capability.h. */
const number = { NET_BIND_SERVICE: 10, NET_ADMIN: 12, NET_RAW: 13 } as const;

/** dnsmasq(8): port 547, addresses of the interfaces, raw sockets for router advertisements; a bit each. */
const dnsmasqBits = (1 << number.NET_BIND_SERVICE) | (1 << number.NET_ADMIN) | (1 << number.NET_RAW);

/**
 * Whether a file has CAP_NET_ADMIN among its permitted capabilities.
 *
 * @throws LibcError where there is no such file, or it may not be looked at
 */
export function hasNetAdmin(path: string): boolean {
  return ((readPermitted(path) >>> number.NET_ADMIN) & 1) === 1;
}

/**
 * Whether a dnsmasq may serve DHCPv6 and router advertisements for a user.
 *
 * @throws LibcError where there is no such file, or it may not be looked at
 */
export function canServeDhcpv6(path: string): boolean {
  return (readPermitted(path) & dnsmasqBits) === dnsmasqBits;
}

function readPermitted(path: string): number {
  const value = getxattr(path, "security.capability");
  return value === null ? 0 : parsePermitted(value);
}

/**
 * The permitted capabilities of `struct vfs_cap_data`, a bit each, the lower 32: a revision, then permitted and
 * inheritable bits. None where the kernel does not know the revision.
 */
export function parsePermitted(value: Buffer): number {
  const [revisionOffset, permittedOffset] = [3, 4];
  if (value.length < permittedOffset + 4) return 0;
  const revision = value[revisionOffset] as number;
  return revision >= 1 && revision <= 3 ? value.readUInt32LE(permittedOffset) : 0;
}

/** File capabilities (capabilities(7)): what a program gets when it is started. */
import { getxattr } from "../../libc/xattr.ts";

/** CAP_NET_ADMIN, linux/capability.h. */
const netAdmin = 12;

/**
 * Whether a file has CAP_NET_ADMIN among its permitted capabilities.
 *
 * @throws LibcError where there is no such file, or it may not be looked at
 */
export function hasNetAdmin(path: string): boolean {
  const value = getxattr(path, "security.capability");
  return value !== null && permitsNetAdmin(value);
}

/** Reads `struct vfs_cap_data`: revision, then permitted and inheritable bits, the lower 32 first. */
export function permitsNetAdmin(value: Buffer): boolean {
  const [revisionOffset, permittedOffset] = [3, 4];
  if (value.length < permittedOffset + 4) return false;
  const revision = value[revisionOffset] as number;
  return revision >= 1 && revision <= 3 && ((value.readUInt32LE(permittedOffset) >>> netAdmin) & 1) === 1;
}

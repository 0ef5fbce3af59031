/** getxattr(2): Node reads no extended attributes. */
import { errnos, getErrno, LibcError } from "./errno.ts";
import { findFunction } from "./library.ts";

/** The attribute's bytes; null where the file has none of that name or its file system keeps none. */
export function getxattr(path: string, name: string): Buffer | null {
  const value = Buffer.alloc(maxValueLength);
  const length = getxattrFunction()(path, name, value, value.length);
  if (length >= 0) return value.subarray(0, length);
  const code = getErrno();
  if (code === errnos.ENODATA || code === errnos.EOPNOTSUPP) return null;
  throw new LibcError("getxattr", code, path);
}

/** XATTR_SIZE_MAX is 64 KiB; what is read here are capabilities of at most 24 bytes (capability.h). */
const maxValueLength = 256;

const getxattrFunction = findFunction<
  (path: string, name: string, value: Uint8Array, size: number) => number
>("int64_t getxattr(const char*, const char*, void*, size_t)");

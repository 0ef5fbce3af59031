/** The calls that the writer makes, so that a test can stop or fail any of them. */
import * as fs from "node:fs";

export type FileSystem = Pick<
  typeof fs,
  | "chmodSync"
  | "closeSync"
  | "fchmodSync"
  | "fstatSync"
  | "fsyncSync"
  | "lstatSync"
  | "mkdirSync"
  | "openSync"
  | "readFileSync"
  | "readdirSync"
  | "realpathSync"
  | "renameSync"
  | "unlinkSync"
  | "writeFileSync"
>;

export const fileSystem: FileSystem = fs;

/** The code of a failed call: `ENOSPC`; undefined for anything else that was thrown. */
export function getErrorCode(thrown: unknown): string | undefined {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string"
    ? thrown.code
    : undefined;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EDQUOT: "the disk quota is used up",
  EEXIST: "something else stands there",
  EISDIR: "a folder stands there",
  EIO: "input/output error",
  ELOOP: "a symbolic link stands there",
  EMFILE: "too many open files",
  ENAMETOOLONG: "the name is too long",
  ENOENT: "no such file or folder",
  ENOSPC: "no space left on the disk",
  ENOTDIR: "not a folder",
  ENOTEMPTY: "a folder stands there",
  EPERM: "operation not permitted",
  EROFS: "the file system is read-only",
};

/** Why a call failed, in words; never a stack trace. */
export function describeReason(thrown: unknown): string {
  const code = getErrorCode(thrown);
  if (code !== undefined) return reasons[code] ?? code;
  return thrown instanceof Error ? thrown.message : String(thrown);
}

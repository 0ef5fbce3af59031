/** What stands in a folder beside what shall stand there. Nothing is changed here. */
import { constants } from "node:fs";
import { FailureError } from "../issue/exit-code.ts";
import type { RenderedFile } from "../render/rendered-file.ts";
import { describeReason, type FileSystem, getErrorCode } from "./file-system.ts";
import { checkSubfolders } from "./subfolders.ts";

export type FileChange = {
  readonly path: string;
  readonly change: "created" | "changed" | "unchanged" | "removed";
};

/** What stands at a path. */
type Present =
  | { readonly kind: "nothing" }
  | { readonly kind: "file"; readonly content: Buffer; readonly mode: number }
  /** A symbolic link or the like, or a file that we may not read: it will be replaced, never followed. */
  | { readonly kind: "other" };

/**
 * A change for each file, in order, then one for each of `ours` that is no longer wanted and still there.
 * Throws a FailureError where a folder stands in a file's place, or anything else in a folder's.
 */
export function compareFiles(
  folder: string,
  files: readonly RenderedFile[],
  ours: readonly string[],
  fs: FileSystem,
): FileChange[] {
  const wanted = new Set(files.map(({ path }) => path));
  checkSubfolders(folder, [...wanted, ...ours], fs);
  const obsolete = ours.filter((name) => !wanted.has(name) && isThere(`${folder}/${name}`, fs));
  return [
    ...files.map((file) => ({
      path: file.path,
      change: findChange(readPresent(`${folder}/${file.path}`, fs), file),
    })),
    ...obsolete.map((path) => ({ path, change: "removed" as const })),
  ];
}

function findChange(present: Present, file: RenderedFile): FileChange["change"] {
  if (present.kind === "nothing") return "created";
  if (present.kind === "other" || present.mode !== file.mode) return "changed";
  return present.content.equals(Buffer.from(file.content)) ? "unchanged" : "changed";
}

/** The regular file that stands at a path, for a difference; null where there is none that can be read. */
export function readPresentFile(path: string, fs: FileSystem): Omit<RenderedFile, "path"> | null {
  const present = readPresent(path, fs);
  return present.kind === "file" ? { content: present.content.toString("utf8"), mode: present.mode } : null;
}

function readPresent(path: string, fs: FileSystem): Present {
  let descriptor: number;
  try {
    descriptor = fs.openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (thrown) {
    return judgeUnreadable(path, thrown);
  }
  try {
    const stat = fs.fstatSync(descriptor);
    if (stat.isDirectory()) throw new FailureError(`${path}: a folder stands there; nothing was written`);
    if (!stat.isFile()) return { kind: "other" };
    return { kind: "file", content: fs.readFileSync(descriptor), mode: stat.mode & 0o7777 };
  } finally {
    fs.closeSync(descriptor);
  }
}

function judgeUnreadable(path: string, thrown: unknown): Present {
  const code = getErrorCode(thrown);
  if (code === "ENOENT") return { kind: "nothing" };
  // A link; a file of a mode that shuts us out; a socket or a device without driver.
  if (code === "ELOOP" || code === "EACCES" || code === "ENXIO") return { kind: "other" };
  throw new FailureError(`${path}: cannot be read: ${describeReason(thrown)}; nothing was written`);
}

/** A folder in the place of one of our files is not ours any more. */
function isThere(path: string, fs: FileSystem): boolean {
  try {
    return !fs.lstatSync(path).isDirectory();
  } catch (thrown) {
    if (getErrorCode(thrown) === "ENOENT") return false;
    throw new FailureError(`${path}: cannot be read: ${describeReason(thrown)}; nothing was written`);
  }
}

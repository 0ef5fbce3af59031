/** What `writeFiles` would do, without doing it: for `--dry-run` and `--diff`. */
import { FailureError } from "../issue/exit-code.ts";
import type { RenderedFile } from "../render/rendered-file.ts";
import { compareFiles, type FileChange, readPresentFile } from "./compare.ts";
import { describeReason, type FileSystem, fileSystem, getErrorCode } from "./file-system.ts";
import { readManifest } from "./manifest.ts";

/** Throws a FailureError where `writeFiles` would for what stands there; it does not try to write. */
export function previewFiles(
  directory: string,
  files: readonly RenderedFile[],
  fs: FileSystem = fileSystem,
): FileChange[] {
  if (!isFolder(directory, fs)) return files.map(({ path }) => ({ path, change: "created" }));
  return compareFiles(directory, files, readManifest(directory, fs), fs);
}

/** Lines of one file that a difference shows at most: finding more costs time by their square. */
export const maxDifference = 4000;

/**
 * A unified difference from what stands in the folder to the given files; empty where nothing differs. The
 * values of passwords are hidden: a difference goes to terminals and logs.
 */
export async function diffFiles(
  directory: string,
  files: readonly RenderedFile[],
  fs: FileSystem = fileSystem,
): Promise<string> {
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import("diff");
  const rendered = new Map(files.map((file) => [file.path, file]));
  return previewFiles(directory, files, fs)
    .filter(({ change }) => change !== "unchanged")
    .map(({ path, change }) => {
      const before = change === "created" ? null : readPresentFile(`${directory}/${path}`, fs);
      const after = rendered.get(path) ?? null;
      const [was, is] = hidePasswords(before?.content ?? "", after?.content ?? "");
      const [wasMode, isMode] = formatModes(before, after);
      const options = { headerOptions: FILE_HEADERS_ONLY, maxEditLength: maxDifference };
      const [from, to] = [
        before === null ? "/dev/null" : `a/${path}`,
        after === null ? "/dev/null" : `b/${path}`,
      ];
      const patch = createTwoFilesPatch(from, to, was, is, wasMode, isMode, options);
      return patch ?? `--- ${from}\n+++ ${to}\n(more than ${maxDifference} lines differ)\n`;
    })
    .join("");
}

type Mode = { readonly mode: number } | null;

/** Said in the headers where they differ. */
function formatModes(before: Mode, after: Mode): [string | undefined, string | undefined] {
  if (before === null || after === null || before.mode === after.mode) return [undefined, undefined];
  return [`mode ${formatMode(before.mode)}`, `mode ${formatMode(after.mode)}`];
}

function formatMode(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}

/** In enb.cfg, and in the JSON of a managed Radio Unit. */
const password = /^(\s*"?password"?: )"(?:[^"\\\n]|\\.)*"/gm;

/** Equal passwords stay equal and different ones different, but neither can be read. */
function hidePasswords(before: string, after: string): [string, string] {
  const known = new Map<string, string>();
  const hide = (match: string, key: string): string => {
    const alias = known.get(match) ?? `${key}(hidden${known.size === 0 ? "" : `, ${known.size + 1}`})`;
    known.set(match, alias);
    return alias;
  };
  return [before.replace(password, hide), after.replace(password, hide)];
}

/** False where nothing is there. Throws a FailureError where something else is. */
export function isFolder(directory: string, fs: FileSystem): boolean {
  try {
    if (fs.lstatSync(fs.realpathSync(directory)).isDirectory()) return true;
  } catch (thrown) {
    if (getErrorCode(thrown) === "ENOENT") return false;
    throw new FailureError(
      `${directory}: cannot be used as output folder: ${describeReason(thrown)}; nothing was written`,
    );
  }
  throw new FailureError(`${directory}: cannot be used as output folder: not a folder; nothing was written`);
}

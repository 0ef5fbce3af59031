/**
 * The one writer of files. Each is staged beside its place and renamed into it, so that whoever reads it sees
 * the old or the new content, whenever this program is killed. Nothing is renamed before everything is staged,
 * nothing is removed before everything is renamed.
 *
 * Which files are ours stands in a manifest. It names a file before the file appears and until after it is
 * gone, so that a later run finds what a killed one left.
 */
import { FailureError } from "../issue/exit-code.ts";
import type { RenderedFile } from "../render/rendered-file.ts";
import { compareFiles, type FileChange } from "./compare.ts";
import { describeReason, type FileSystem, fileSystem } from "./file-system.ts";
import { type OpenFolder, openFolder } from "./folder.ts";
import { formatManifest, isFileName, isTemporaryName, manifestName, readManifest } from "./manifest.ts";
import { isFolder, previewFiles } from "./preview.ts";
import { discard, type FileToStage, renameStaged, stageFiles, unlink } from "./stage.ts";
import { makeSubfolders } from "./subfolders.ts";

/**
 * Brings a folder to the given files: makes it where it is missing, touches no file whose content and mode are
 * right, removes what an earlier run wrote and this one does not. Says what it did with each.
 *
 * Throws a FailureError that says what stands and what does not: a folder that cannot be made or written, a full
 * disk, a folder in a file's place, another run that does not end.
 */
export function writeFiles(
  directory: string,
  files: readonly RenderedFile[],
  fs: FileSystem = fileSystem,
): FileChange[] {
  checkNames(files);
  const settled = findSettledFiles(directory, files, fs);
  if (settled !== undefined) return settled;
  const folder = openFolder(directory, fs);
  try {
    removeLeftovers(folder, fs);
    const ours = readManifest(folder.path, fs);
    const changes = compareFiles(folder.path, files, ours, fs);
    carryOut(folder, files, ours, changes, fs);
    return changes;
  } finally {
    fs.closeSync(folder.descriptor);
  }
}

/** Where there is nothing to do no lock is needed, and none is waited for; else undefined. */
function findSettledFiles(
  directory: string,
  files: readonly RenderedFile[],
  fs: FileSystem,
): FileChange[] | undefined {
  if (!isFolder(directory, fs)) return undefined;
  const changes = previewFiles(directory, files, fs);
  const names = formatManifest(files.map(({ path }) => path));
  const isSettled =
    changes.every(({ change }) => change === "unchanged") &&
    formatManifest(readManifest(directory, fs)) === names &&
    !listLeftovers(directory, fs).length;
  return isSettled ? changes : undefined;
}

/** What there is to do, in the order in which it is done. */
type Steps = {
  /** Names every file that stands at any moment of this run; undefined where the manifest already does. */
  readonly manifestBefore: string | undefined;
  readonly writes: readonly RenderedFile[];
  readonly removals: readonly string[];
  /** Names the files that shall stand at the end; undefined where the manifest already does. */
  readonly manifestAfter: string | undefined;
};

function carryOut(
  folder: OpenFolder,
  files: readonly RenderedFile[],
  ours: readonly string[],
  changes: readonly FileChange[],
  fs: FileSystem,
): void {
  const steps = planSteps(files, ours, changes);
  const { writes, removals, manifestBefore, manifestAfter } = steps;
  const upToDate = manifestBefore === undefined && manifestAfter === undefined;
  if (writes.length + removals.length === 0 && upToDate) return;
  const replaced = new Set(changes.filter(({ change }) => change === "changed").map(({ path }) => path));
  makeSubfolders(
    folder.path,
    writes.map(({ path }) => path),
    fs,
  );
  const staged = stageSteps(folder.path, steps, replaced, fs);
  const done: string[] = [];
  try {
    for (const manifest of staged.before) renameStaged(manifest, fs);
    for (const write of staged.writes) {
      renameStaged(write, fs);
      done.push(write.target);
    }
    for (const name of removals) {
      unlink(`${folder.path}/${name}`, fs);
      done.push(`${folder.path}/${name}`);
    }
    for (const manifest of staged.after) renameStaged(manifest, fs);
    fs.fsyncSync(folder.descriptor);
  } catch (thrown) {
    discard([...staged.before, ...staged.writes, ...staged.after], fs);
    const total = writes.length + removals.length;
    throw new FailureError(
      `${folder.path}: ${describeReason(thrown)}; ${done.length} of ${total} changes were made, ` +
        `the rest were not: ${listNotDone(steps, folder.path, done).join(", ")}`,
    );
  }
}

function planSteps(
  files: readonly RenderedFile[],
  ours: readonly string[],
  changes: readonly FileChange[],
): Steps {
  const changeOf = new Map(changes.map(({ path, change }) => [path, change]));
  const names = files.map(({ path }) => path);
  const removals = changes.filter(({ change }) => change === "removed").map(({ path }) => path);
  const present = formatManifest(ours);
  const during = formatManifest(new Set([...ours, ...names]));
  const after = formatManifest(names);
  return {
    manifestBefore: during === present ? undefined : during,
    writes: files.filter(({ path }) => changeOf.get(path) !== "unchanged"),
    removals,
    manifestAfter: after === during ? undefined : after,
  };
}

function stageSteps(folder: string, steps: Steps, replaced: ReadonlySet<string>, fs: FileSystem) {
  const manifest = (content: string | undefined): FileToStage[] =>
    content === undefined ? [] : [{ path: manifestName, content, mode: 0o640, durable: true }];
  const before = manifest(steps.manifestBefore);
  const after = manifest(steps.manifestAfter);
  const writes = steps.writes.map((file) => ({ ...file, durable: replaced.has(file.path) }));
  const staged = stageFiles(folder, [...before, ...writes, ...after], fs);
  return {
    before: staged.slice(0, before.length),
    writes: staged.slice(before.length, before.length + writes.length),
    after: staged.slice(before.length + writes.length),
  };
}

function listNotDone(steps: Steps, folder: string, done: readonly string[]): string[] {
  const all = [...steps.writes.map(({ path }) => path), ...steps.removals];
  const rest = all.filter((name) => !done.includes(`${folder}/${name}`));
  return rest.length > 0 ? rest : [manifestName];
}

function removeLeftovers(folder: OpenFolder, fs: FileSystem): void {
  try {
    for (const name of listLeftovers(folder.path, fs)) unlink(`${folder.path}/${name}`, fs);
  } catch (thrown) {
    if (thrown instanceof FailureError) throw thrown;
    throw new FailureError(
      `${folder.path}: ${describeReason(thrown)}; nothing was changed: everything stands as before`,
    );
  }
}

function listLeftovers(folder: string, fs: FileSystem): string[] {
  try {
    return fs.readdirSync(folder).filter(isTemporaryName);
  } catch (thrown) {
    throw new FailureError(`${folder}: cannot be read: ${describeReason(thrown)}; nothing was written`);
  }
}

function checkNames(files: readonly RenderedFile[]): void {
  const names = new Set<string>();
  for (const { path } of files) {
    if (!isFileName(path) || names.has(path))
      throw new TypeError(`"${path}" cannot be written, or not twice`);
    names.add(path);
  }
}

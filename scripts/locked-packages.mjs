import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a folder's package-lock.json wants, by path: `node_modules/koffi`. */
export function readLockedPackages(folder) {
  const { "": _root, ...packages } = JSON.parse(
    readFileSync(join(folder, "package-lock.json"), "utf8"),
  ).packages;
  return packages;
}

/** Whether `modules` has each package that the folder's lockfile wants on this machine, in its version. */
export function hasLockedPackages(folder, modules = join(folder, "node_modules")) {
  const found = readInstalled(modules);
  return Object.entries(readLockedPackages(folder)).every(
    ([path, wanted]) =>
      found[path]?.integrity === wanted.integrity ||
      ((wanted.optional || wanted.peer) && found[path] === undefined),
  );
}

function readInstalled(modules) {
  try {
    return JSON.parse(readFileSync(join(modules, ".package-lock.json"), "utf8")).packages;
  } catch (error) {
    if (error.code === "ENOENT") return {};
    throw error;
  }
}

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** What the guest's kernel needs for the host's files, and for the links that the tests make. */
const neededModules = ["virtio_pci", "virtiofs", "overlay", "tun", "veth", "bridge", "ifb", "macvtap"];

/**
 * Makes the guest's first files in a folder: `init`, the modules in the order in which they load, and the command.
 * Gives the path of the archive that the kernel unpacks.
 */
export function makeInitramfs(folder: string, modules: string, command: string): string {
  const tree = join(folder, "initramfs");
  mkdirSync(join(tree, "modules"), { recursive: true });
  mkdirSync(join(tree, "dev"));
  writeFileSync(join(tree, "command"), command);
  execFileSync("gcc", ["-static", "-O1", "-o", join(tree, "init"), join(import.meta.dirname, "init.c")]);
  execFileSync("mknod", [join(tree, "dev", "console"), "c", "5", "1"]);
  for (const [index, path] of modulesInOrder(modules).entries())
    copyFileSync(path, join(tree, "modules", `${String(index).padStart(2, "0")}-${basename(path)}`));
  const archive = join(folder, "initramfs.cpio");
  execFileSync("sh", ["-ec", `cd '${tree}' && find . | cpio --quiet -o -H newc > '${archive}'`]);
  return archive;
}

/** Paths of the needed modules and of all that they depend on; what a module needs stands before it. */
function modulesInOrder(folder: string): string[] {
  const files = new Map(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ko"))
      .map((path) => [moduleName(path), join(folder, path)]),
  );
  const ordered = new Set<string>();
  const add = (name: string): void => {
    const path = files.get(name);
    if (path === undefined) throw new Error(`the guest's kernel has no module ${name}`);
    if (ordered.has(path)) return;
    for (const before of dependenciesOf(path)) add(before);
    ordered.add(path);
  };
  for (const name of neededModules) add(name);
  return [...ordered];
}

/** A module's section .modinfo says `depends=a,b`. */
function dependenciesOf(path: string): string[] {
  const depends = /\0depends=([^\0]*)\0/.exec(readFileSync(path, "latin1"))?.[1] ?? "";
  return depends
    .split(",")
    .filter((name) => name !== "")
    .map(moduleName);
}

/** A file's name may have hyphens where the module's has underscores. */
function moduleName(path: string): string {
  return basename(path, ".ko").replaceAll("-", "_");
}

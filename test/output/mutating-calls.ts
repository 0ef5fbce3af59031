import type { FileSystem } from "../../src/output/file-system.ts";

const mutating = new Set([
  "chmodSync",
  "fchmodSync",
  "fsyncSync",
  "mkdirSync",
  "openSync",
  "renameSync",
  "unlinkSync",
  "writeFileSync",
]);

/** The file system with a hook before each call that can change something: of openings, those that make a file. */
export function mutatingCalls(fs: FileSystem, before: (call: string, argument: unknown) => void): FileSystem {
  return new Proxy(fs, {
    get(target, name: keyof FileSystem) {
      const call = target[name] as (...args: unknown[]) => unknown;
      if (!mutating.has(name)) return call;
      return (...args: unknown[]) => {
        if (name !== "openSync" || args[1] === "wx") before(name, args[0]);
        return call(...args);
      };
    },
  });
}

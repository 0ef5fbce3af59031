/** Network namespaces as people name them, and word of their end. */
import { watch } from "node:fs";
import { basename, dirname, join } from "node:path";
import { FailureError } from "../../issue/exit-code.ts";
import { LibcError } from "../../libc/errno.ts";
import { openNetworkNamespace } from "../../libc/unshare.ts";

/** Where `ip netns add` keeps them (ip-netns(8)). */
const netnsFolder = "/run/netns";

/** The file of a namespace: a path is taken as it is, a name is one of `ip netns`. */
export function getNamespaceFile(name: string): string {
  return name.includes("/") ? name : join(netnsFolder, name);
}

/** Opens it by name or path. */
export function openNamedNamespace(name: string): number {
  try {
    return openNetworkNamespace(getNamespaceFile(name));
  } catch (error) {
    if (!(error instanceof LibcError) || error.errno.name !== "ENOENT") throw error;
    throw new FailureError(
      `network namespace ${name}: there is no ${getNamespaceFile(name)} (ip netns add ${name})`,
    );
  }
}

/**
 * Tells when a namespace's name is deleted. The namespace itself lives on while somebody has it or a TAP of it
 * open, so nothing else would tell.
 *
 * @returns what ends the watch
 */
export function watchNamespaceName(name: string, callback: () => void): () => void {
  const file = getNamespaceFile(name);
  if (file.startsWith("/proc/")) return () => {}; // inotify does not see into /proc
  const watcher = watch(dirname(file), { persistent: false }, (event, changed) => {
    if (event === "rename" && changed === basename(file)) callback();
  });
  watcher.on("error", () => watcher.close());
  return () => watcher.close();
}

/** Network, mount and process namespaces of one's own for a program, where nothing that it does reaches the host. */
import { execa } from "execa";

const namespaces = ["--net", "--mount", "--pid", "--fork", "--kill-child"];

/**
 * Runs a program as root of namespaces of its own, which end with it; who is not root is root of a user namespace.
 *
 * @returns its exit code; 4 where a signal ended it
 */
export async function runInPrivateNamespace(
  command: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<number> {
  const user = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  const flags = [...namespaces, ...user, ...(await findProcFlag(user))];
  // Ctrl-C is for the program there: a shell ends its own foreground command
  process.on("SIGINT", () => {});
  const run = await execa("unshare", [...flags, ...command], {
    stdio: "inherit",
    env: environment,
    reject: false,
  });
  if (run.exitCode === undefined && run.signal === undefined) throw new Error(run.message);
  return run.exitCode ?? 4;
}

/** A container may not permit a /proc of one's own: the program then sees the processes of the host. */
async function findProcFlag(user: readonly string[]): Promise<string[]> {
  const probe = await execa("unshare", [...namespaces, ...user, "--mount-proc", "true"], { reject: false });
  return probe.exitCode === 0 ? ["--mount-proc"] : [];
}

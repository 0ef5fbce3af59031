/** Debian's kernel in QEMU, with this machine's own files. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { whyNoPrograms } from "../support/programs.ts";
import { until } from "../support/until.ts";
import { makeInitramfs } from "./initramfs.ts";

const kernelFolder = join(import.meta.dirname, "../../.setup/guest-kernel");
/** Part of Debian's qemu-system-common, later a package of its own. */
const virtiofsd = ["/usr/lib/qemu/virtiofsd", "/usr/libexec/virtiofsd"].find(existsSync);

/** What a guest said until it powered off. */
export type Booted = {
  /** The lines that the command wrote to /dev/ttyS1. */
  readonly lines: readonly string[];
  /** Everything on the console: the kernel's messages, what the command printed. */
  readonly console: string;
  /** Whether the time was up before it powered off. */
  readonly late: boolean;
};

/** The release of the guest's kernel, as `uname -r` says it there; null where none was fetched. */
export function guestRelease(): string | null {
  const folder = join(kernelFolder, "lib/modules");
  return existsSync(folder) ? (readdirSync(folder)[0] ?? null) : null;
}

/** Why no guest can be run on this machine, or null. */
export function whyNoGuest(): string | null {
  if (process.getuid?.() !== 0) return "needs root to share this machine's files with a guest";
  if (virtiofsd === undefined) return "not installed: virtiofsd";
  if (guestRelease() === null) return "Debian's kernel could not be fetched";
  return whyNoPrograms("qemu-system-x86_64", "gcc", "cpio", "unshare");
}

/**
 * Boots, runs a shell command as root on this machine's files (what it writes is gone afterwards), and waits for the
 * end, at most `timeout` ms. One processor and no KVM: some twenty times slower than this machine.
 */
export async function bootGuest(command: string, timeout: number): Promise<Booted> {
  const folder = mkdtempSync(join(tmpdir(), "ors-guest-"));
  const release = guestRelease() ?? "";
  const server = await shareRoot(folder);
  try {
    const initramfs = makeInitramfs(folder, join(kernelFolder, "lib/modules", release), command);
    const written = join(folder, "written");
    const guest = spawn("qemu-system-x86_64", qemuArguments(folder, release, initramfs, written));
    const timer = setTimeout(() => guest.kill("SIGKILL"), timeout);
    const console = await allOutput(guest);
    clearTimeout(timer);
    const lines = readFileSync(written, "utf8").split(/\r?\n/);
    return { lines: lines.filter((line) => line !== ""), console, late: guest.signalCode !== null };
  } finally {
    server.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Serves this machine's files, read-only, on a socket in the folder; ends with its guest. */
async function shareRoot(folder: string): Promise<ChildProcess> {
  const shared = join(folder, "shared");
  const socket = join(folder, "socket");
  mkdirSync(shared);
  const script = `mount --rbind / '${shared}' && mount -o remount,bind,ro '${shared}' &&
    exec '${virtiofsd}' --socket-path='${socket}' -o source='${shared}' -o cache=always`;
  const server = spawn("unshare", ["--mount", "--propagation", "private", "sh", "-c", script]);
  const said = allOutput(server);
  const isOver = () => existsSync(socket) || server.exitCode !== null;
  await until(isOver, "the socket of virtiofsd").catch(() => undefined);
  if (!existsSync(socket)) throw new Error(`virtiofsd: ${await endOf(server, said)}`);
  return server;
}

async function endOf(server: ChildProcess, said: Promise<string>): Promise<string> {
  server.kill("SIGKILL");
  return said;
}

function qemuArguments(folder: string, release: string, initramfs: string, written: string): string[] {
  const memory = "2G";
  return [
    ["-machine", "q35,memory-backend=memory"],
    ["-accel", "tcg"],
    ["-cpu", "max"],
    ["-smp", "1"],
    ["-m", memory],
    ["-object", `memory-backend-memfd,id=memory,size=${memory},share=on`],
    ["-nodefaults", "-display", "none", "-no-reboot"],
    ["-kernel", join(kernelFolder, "boot", `vmlinuz-${release}`), "-initrd", initramfs],
    ["-append", "console=ttyS0 quiet mitigations=off panic=-1"],
    ["-serial", "stdio", "-serial", `file:${written}`],
    ["-chardev", `socket,id=files,path=${join(folder, "socket")}`],
    ["-device", "vhost-user-fs-pci,chardev=files,tag=host"],
  ].flat();
}

function allOutput(child: ChildProcess): Promise<string> {
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk) => {
      said += chunk;
    });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve(said));
  });
}

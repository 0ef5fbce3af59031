import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execaSync } from "execa";
import { patienceMs } from "./patience.ts";

/** What a command of a namespace is run with. */
export type RunOptions = {
  /** Numeric user and group that runs it, without supplementary groups and capabilities; root where absent. */
  readonly user?: number;
  readonly input?: string | Uint8Array;
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  /** Milliseconds after which it is killed ({@link patienceMs} where absent). */
  readonly timeout?: number;
};

export type Outcome = {
  /** Null where a signal ended it. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** An anonymous network namespace with a private mount namespace, kept alive by one process. */
export type Namespace = {
  /** The process that holds the namespaces: `nsenter --target`. */
  readonly pid: number;
  /** An empty tmpfs that only this namespace sees, 0755, neither nosuid nor noexec: file capabilities work. */
  readonly folder: string;
  /** The same folder for a program outside of the namespace. */
  readonly folderOutside: string;
  /** Runs a program and waits. Never throws for a failing program. */
  readonly run: (command: readonly string[], options?: RunOptions) => Outcome;
  /** Starts a program without waiting; standard streams are pipes. */
  readonly start: (command: readonly string[], options?: Omit<RunOptions, "timeout">) => ChildProcess;
  /** Runs a shell script as root; throws with what it said where it fails. Returns its standard output. */
  readonly sh: (script: string) => string;
  /** `ip -json -details` with these arguments, parsed; throws where ip fails. */
  readonly ip: (...args: string[]) => Record<string, unknown>[];
  /** Ends the namespaces and what runs in them by `start`. */
  readonly close: () => Promise<void>;
};

/**
 * Why this machine cannot make namespaces for a test, or null where it can.
 * A test asks first and passes the answer on to `context.skip`.
 */
export function whyNoNamespaces(): string | null {
  if (process.getuid?.() !== 0) return "needs root for network namespaces";
  const tried = execaSync("unshare", ["--net", "--mount", "ip", "link", "show", "lo"], { reject: false });
  return tried.failed
    ? `no network namespaces here: ${tried.shortMessage} ${tried.stderr ?? ""}`.trim()
    : null;
}

/**
 * Opens a fresh namespace: loopback up, `/dev/net/tun` open to every user, `folder` mounted.
 * Making one costs about 20 ms, a command in it 3 ms: a test file should have one, and clean up behind each test
 * (`clearLinks`). It ends with `close`, and also when the test process dies: it reads from a pipe of this one.
 */
export async function openNamespace(): Promise<Namespace> {
  const folder = mkdtempSync(join(tmpdir(), "ors-netns-"));
  chmodSync(folder, 0o755);
  const set_up = [
    "mount -t tmpfs -o mode=755 tmpfs /dev/net",
    "mknod -m 666 /dev/net/tun c 10 200",
    `mount -t tmpfs -o mode=755,size=256m tmpfs '${folder}'`,
    "ip link set lo up",
    "echo ready",
    "exec cat",
  ].join(" && ");
  const holder = spawn("unshare", ["--net", "--mount", "--propagation", "private", "sh", "-c", set_up], {
    stdio: ["pipe", "pipe", "inherit"],
    cwd: "/",
  });
  await firstOutput(holder);
  const pid = holder.pid ?? 0;
  const started = new Set<ChildProcess>();

  const run = (command: readonly string[], options: RunOptions = {}): Outcome => {
    const done = execaSync("nsenter", enter(pid, command, options), {
      reject: false,
      stripFinalNewline: false,
      maxBuffer: 64 << 20,
      timeout: options.timeout ?? patienceMs,
      killSignal: "SIGKILL",
      // the program may end without reading all of its input
      input: options.input ?? "",
      ...(options.env === undefined
        ? {}
        : { extendEnv: false, env: { PATH: process.env.PATH ?? "", ...options.env } }),
    });
    const { exitCode = null, signal = null, stdout, stderr } = done;
    if (exitCode === null && signal === null) throw new Error(done.shortMessage ?? "nsenter did not start");
    return { status: exitCode, signal, stdout, stderr };
  };
  const start = (command: readonly string[], options: Omit<RunOptions, "timeout"> = {}): ChildProcess => {
    const child = spawn("nsenter", enter(pid, command, options), {
      stdio: "pipe",
      ...(options.env === undefined ? {} : { env: { PATH: process.env.PATH ?? "", ...options.env } }),
    });
    started.add(child);
    child.on("close", () => started.delete(child));
    child.stdin?.on("error", () => undefined);
    if (options.input !== undefined) child.stdin?.end(options.input);
    return child;
  };
  const sh = (script: string): string => must(run(["sh", "-ec", script]), script);
  const ip = (...args: string[]): Record<string, unknown>[] => {
    const text = must(run(["ip", "-json", "-details", ...args]), `ip ${args.join(" ")}`).trim();
    // An empty answer and, in older iproute2, empty objects stand for nothing.
    const answer: Record<string, unknown>[] = text === "" ? [] : JSON.parse(text);
    return answer.filter((entry) => Object.keys(entry).length > 0);
  };
  const close = async (): Promise<void> => {
    const running = [...started].filter((child) => child.exitCode === null && child.signalCode === null);
    const ends = running.map((child) => new Promise((resolve) => child.once("close", resolve)));
    for (const child of running) child.kill("SIGKILL");
    await Promise.all(ends);
    const ended = new Promise((resolve) => holder.once("close", resolve));
    holder.stdin?.end();
    await ended;
    rmdirSync(folder);
  };
  return { pid, folder, folderOutside: `/proc/${pid}/root${folder}`, run, start, sh, ip, close };
}

/** Removes every link but lo, and every IPv6 route that stands without one. */
export function clearLinks(namespace: Namespace): void {
  namespace.sh(`
    ip -o link show | while IFS=': ' read -r _ name _; do
      name=\${name%@*}; [ "$name" = lo ] || echo "link set dev $name group 4242"
    done | ip -batch - ; ip link del group 4242 2>/dev/null || true
    ip -6 route flush table main; ip -6 nexthop flush >/dev/null 2>&1 || true`);
}

/** Waits for the end of a started program and gathers what it said. */
export function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
}

/** nsenter's own --setuid leaves no capability to the program, so a file capability is what gives one. */
function enter(
  pid: number,
  command: readonly string[],
  options: Omit<RunOptions, "timeout" | "env">,
): string[] {
  const user =
    options.user === undefined ? [] : ["--setuid", `${options.user}`, "--setgid", `${options.user}`];
  const cwd = options.cwd ?? "/";
  return ["--target", `${pid}`, "--net", "--mount", `--wd=${cwd}`, ...user, "--", ...command];
}

function must(outcome: Outcome, what: string): string {
  if (outcome.status === 0) return outcome.stdout;
  throw new Error(`${what.trim()}: ended ${outcome.status ?? outcome.signal}: ${outcome.stderr.trim()}`);
}

function firstOutput(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status) => reject(new Error(`the namespace did not come up (${status})`)));
    child.stdout?.once("data", () => resolve());
  });
}

/** Programs in a network namespace: a child belongs to the namespace that this thread is in while it is started. */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { inNetworkNamespace } from "../libc/namespace.ts";
import { namespacePath } from "../libc/unshare.ts";

export type Finished = {
  /** Null where a signal ended it, or where it could not be started. */
  readonly status: number | null;
  readonly output: string;
  /** Set where the program could not be started. */
  readonly failure: NodeJS.ErrnoException | null;
};

/** Words of setpriv that start a program which gets SIGTERM when this process ends, however it ends. */
export function withDeathSignal(program: string, words: readonly string[]): string[] {
  return ["--pdeathsig", "TERM", program, ...words];
}

/** Debian keeps dnsmasq and dhclient where an ordinary user's PATH does not look. */
export function systemEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env.PATH ?? "/usr/bin:/bin"}:/usr/sbin:/sbin` };
}

/** Starts a program there; it gets SIGTERM when this process ends (PR_SET_PDEATHSIG). */
export function spawnInNamespace(
  namespace: number,
  program: string,
  words: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const env = systemEnvironment();
  return inNetworkNamespace(namespacePath(namespace), () =>
    spawn("setpriv", withDeathSignal(program, words), { ...options, env }),
  );
}

const longestOutput = 64 * 1024;

/** Most that a program run to its end may take, in ms. */
const runTimeout = 10_000;

/** Runs a program to its end and gathers what it prints on both streams; killed where the signal is given. */
export function runInNamespace(
  namespace: number,
  program: string,
  words: readonly string[],
  signal: AbortSignal,
): Promise<Finished> {
  // by then the namespace's descriptor may be closed
  if (signal.aborted) return Promise.resolve({ status: null, output: "", failure: new Error("ended") });
  return new Promise((resolve) => {
    const options: SpawnOptions = { timeout: runTimeout, killSignal: "SIGKILL", signal };
    const child = spawnInNamespace(namespace, program, words, {
      ...options,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const gather = (chunk: Buffer) => {
      if (output.length < longestOutput) output += chunk.toString();
    };
    child.stdout?.on("data", gather);
    child.stderr?.on("data", gather);
    child.once("error", (failure) => resolve({ status: null, output, failure }));
    child.once("close", (status) => resolve({ status, output, failure: null }));
  });
}

/** Ends a program that was started here and waits until it is gone. */
export function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
    return Promise.resolve();
  return new Promise((resolve) => {
    const patience = setTimeout(() => child.kill("SIGKILL"), endPatience);
    child.once("exit", () => {
      clearTimeout(patience);
      resolve();
    });
    child.kill("SIGTERM");
  });
}

const endPatience = 2000; // ms

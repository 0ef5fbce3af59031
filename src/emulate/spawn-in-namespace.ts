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

/** Starts a program; it gets SIGTERM when this process ends, however it ends (PR_SET_PDEATHSIG). */
export function spawnInNamespace(
  namespace: number,
  program: string,
  words: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const withDeathSignal = ["--pdeathsig", "TERM", program, ...words];
  return inNetworkNamespace(namespacePath(namespace), () => spawn("setpriv", withDeathSignal, options));
}

const longestOutput = 64 * 1024;

/** Runs a program to its end, at most `timeout` ms, and gathers what it prints on both streams. */
export function runInNamespace(
  namespace: number,
  program: string,
  words: readonly string[],
  timeout: number,
): Promise<Finished> {
  return new Promise((resolve) => {
    const stdio: SpawnOptions = { stdio: ["ignore", "pipe", "pipe"], timeout, killSignal: "SIGKILL" };
    const child = spawnInNamespace(namespace, program, words, stdio);
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

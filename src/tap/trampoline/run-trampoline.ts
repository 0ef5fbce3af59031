/** One run of the trampoline: request in, answer out. */
import type * as ChildProcess from "node:child_process";
import { createRequire } from "node:module";
import type { Change } from "../change.ts";
import { parseChange } from "../change.ts";

export type TrampolineOutcome = {
  /** What it says that it did. */
  readonly changes: readonly Change[];
  /** Null where it was ended by a signal or never began. */
  readonly exitCode: number | null;
  /** Its standard error, without its own name before each line. */
  readonly complaints: readonly string[];
  /** Whether its last line was `ok …`: it did and read back everything. */
  readonly complete: boolean;
  /** Why it could not be started, by errno name: `ENOENT`, `EACCES`, `EPERM`. */
  readonly startError: string | null;
  /** The signal that ended it, ours included. */
  readonly signal: NodeJS.Signals | null;
};

/** It waits for another run of itself at most 10 s, and at most about a second for the kernel. */
const maxRunMs = 30_000;

/** A trampoline that was started and waits for its request. */
export type StartedTrampoline = {
  /** Gives it the request and waits for its end; never rejects. */
  readonly give: (request: string) => Promise<TrampolineOutcome>;
  /** Whether it has ended, or never began. */
  readonly isGone: () => boolean;
  /** Sends it away without a request; resolves when it has gone. */
  readonly dismiss: () => Promise<void>;
};

/**
 * Starts the trampoline and waits for its end; never rejects.
 *
 * @param path of its executable
 */
export function runTrampoline(
  path: string,
  request: string,
  options: readonly string[] = [],
  limitMs = maxRunMs,
): Promise<TrampolineOutcome> {
  return startTrampoline(path, options, limitMs).give(request);
}

/**
 * Starts the trampoline; it does nothing before it has its request.
 *
 * @param path of its executable
 * @param limitMs one that takes longer with its request is killed
 */
export function startTrampoline(
  path: string,
  options: readonly string[] = [],
  limitMs = maxRunMs,
): StartedTrampoline {
  const child = spawnTrampoline(path, options);
  if (typeof child === "string") {
    const failed = makeOutcome("", "", null, null, child);
    return { give: async () => failed, isGone: () => true, dismiss: async () => {} };
  }
  let gone = false;
  const end = collectOutcome(child);
  void end.then(() => {
    gone = true;
  });
  // It may end before it has read everything: its exit code says why.
  child.stdin.on("error", () => {});
  const kill = () => {
    // Where none was started, libuv would kill process 0: the whole group that this process is in.
    if (child.pid !== undefined) child.kill("SIGKILL");
  };
  return {
    give: async (request) => {
      const timer = setTimeout(kill, limitMs);
      child.stdin.end(request);
      const given = await end;
      clearTimeout(timer);
      return given;
    },
    isGone: () => gone || child.pid === undefined,
    dismiss: async () => {
      child.stdin.destroy();
      kill();
      await end;
    },
  };
}

function collectOutcome(child: ChildProcess.ChildProcessWithoutNullStreams): Promise<TrampolineOutcome> {
  return new Promise((resolve) => {
    let output = "";
    let errors = "";
    let startError: string | null = null;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      startError = error.code ?? error.message;
      // Where nothing was started, nothing closes.
      if (child.pid === undefined) resolve(makeOutcome(output, errors, null, null, startError));
    });
    child.on("close", (exitCode, signal) =>
      resolve(makeOutcome(output, errors, exitCode, signal, startError)),
    );
  });
}

/**
 * Node throws for some errors of execve, like EPERM, and emits others. What starts programs is loaded here: an `ors apply`
 * that has nothing to do needs none of it.
 */
function spawnTrampoline(
  path: string,
  options: readonly string[],
): ChildProcess.ChildProcessWithoutNullStreams | string {
  const { spawn } = createRequire(import.meta.url)("node:child_process") as typeof ChildProcess;
  try {
    return spawn(path, options, { stdio: "pipe", env: {} });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code ?? message;
  }
}

function makeOutcome(
  output: string,
  errors: string,
  exitCode: number | null,
  signal: NodeJS.Signals | null,
  startError: string | null,
): TrampolineOutcome {
  const lines = output.split("\n");
  const complaints = errors.split("\n").filter((line) => line !== "");
  return {
    changes: lines.map(parseChange).filter((change) => change !== null),
    complete: lines.some((line) => line.startsWith("ok ")),
    complaints: complaints.map((line) => line.replace(/^netcapdo: /, "")),
    exitCode,
    signal,
    startError,
  };
}

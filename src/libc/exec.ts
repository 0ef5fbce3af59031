/** execv(3): this process becomes another program, so its exit code and signals need no passing on. */
import { checkResult, getErrno, LibcError } from "./errno.ts";
import { openFlags } from "./file.ts";
import { findFunction } from "./library.ts";

const firstInherited = 3;
const F_SETFD = 2;
const F_GETFL = 3;
const F_SETFL = 4;
const F_DUPFD_CLOEXEC = 1030;
const SIGPIPE = 13;
const SIG_DFL = 0;

/**
 * Becomes another program, which finds `descriptors` from 3 on. What Node changed for itself is put back:
 * SIGPIPE, and its flags on the standard streams.
 *
 * @param path the executable file itself
 * @param words its arguments, the program's name first
 * @returns only where execv failed: this process then has lost whatever it had from descriptor 3 on, and must
 *   end by {@link endNow}
 */
export function becomeProgram(
  path: string,
  words: readonly string[],
  descriptors: readonly number[],
): LibcError {
  // First out of the way of the places that they go to, then into them.
  const lowest = firstInherited + descriptors.length;
  const moved = descriptors.map((fd) => checkResult(control()(fd, F_DUPFD_CLOEXEC, "int", lowest), "fcntl"));
  for (const stream of [0, 1, 2]) restoreStream(stream);
  moved.forEach((fd, index) => {
    checkResult(dup2Function()(fd, firstInherited + index), "dup2"); // without close-on-exec
  });
  signalFunction()(SIGPIPE, SIG_DFL);
  execvFunction()(path, [...words, null]);
  return new LibcError("execv", getErrno(), path);
}

/** Ends the process without anything of Node's own. */
export function endNow(code: number): never {
  exitFunction()(code);
  throw new Error("_exit came back");
}

/** Node sets close-on-exec on its standard streams, and libuv makes pipes non-blocking. A closed one stays so. */
function restoreStream(fd: number): void {
  control()(fd, F_SETFD, "int", 0);
  const flags = control()(fd, F_GETFL, "int", 0);
  if (flags >= 0) control()(fd, F_SETFL, "int", flags & ~openFlags.NONBLOCK);
}

const control =
  findFunction<(fd: number, command: number, type: "int", argument: number) => number>(
    "int fcntl(int, int, ...)",
  );
const dup2Function = findFunction<(from: number, to: number) => number>("int dup2(int, int)");
const signalFunction = findFunction<(signal: number, disposition: number) => bigint>(
  "intptr_t signal(int, intptr_t)",
);
const execvFunction = findFunction<(path: string, words: (string | null)[]) => number>(
  "int execv(const char*, const char**)",
);
const exitFunction = findFunction<(code: number) => void>("void _exit(int)");

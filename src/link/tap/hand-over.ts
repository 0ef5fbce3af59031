/** Giving an open TAP to another program: it finds the queues as descriptors 3, 4, … */
import { accessSync, constants, statSync, writeSync } from "node:fs";
import { delimiter, join } from "node:path";
import { exitCode, FailureError } from "../../issue/exit-code.ts";
import { becomeProgram, endNow } from "../../libc/exec.ts";
import type { Tap } from "./open-tap.ts";

/** Where in the program's words the descriptors go: `3`, or `3:4:5` for several queues, as QEMU's `fds=` takes them. */
export const descriptorPlaceholder = "{fd}";

const firstDescriptor = 3;

/** The command with the placeholder filled in. */
export function fillInDescriptors(tap: Pick<Tap, "descriptors">, words: readonly string[]): string[] {
  const text = tap.descriptors.map((_, index) => firstDescriptor + index).join(":");
  return words.map((word) => word.replaceAll(descriptorPlaceholder, text));
}

/**
 * Becomes the program, with the TAP's queues as descriptors from 3 on. Does not come back.
 *
 * @throws FailureError where there is no such program
 */
export function handOver(tap: Pick<Tap, "descriptors">, words: readonly string[]): never {
  const path = findProgram(words[0] ?? "", process.env.PATH ?? "");
  const failure = becomeProgram(path, fillInDescriptors(tap, words), tap.descriptors);
  writeSync(2, `ors: ${failure.message}\n`);
  endNow(exitCode.failure);
}

/** As the shell finds it: a word with a slash is a path, any other is looked up along PATH. */
export function findProgram(word: string, searchPath: string): string {
  const candidates = word.includes("/")
    ? [word]
    : searchPath.split(delimiter).map((folder) => join(folder === "" ? "." : folder, word));
  const found = word === "" ? undefined : candidates.find(isExecutable);
  if (found === undefined) throw new FailureError(`no program "${word}" to start`);
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

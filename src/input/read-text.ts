/** The text of what a command works on. */
import { closeSync, openSync } from "node:fs";
import { maxInputBytes, readBounded } from "../console/read-bounded.ts";
import type { Terminal } from "../console/terminal.ts";
import { InputError } from "../issue/exit-code.ts";
import { error, place } from "../issue/issue.ts";

/** The text of a file, or of standard input for `-`. Throws an InputError where it cannot be read, or is not UTF-8. */
export function readText(terminal: Terminal, file: string): string {
  const name = file === "-" ? "standard input" : file;
  const bytes = readBytes(terminal, file, name);
  if (bytes.length > maxInputBytes) throw makeReadError(name, "too large to read");
  const [first, second] = bytes;
  if (first !== undefined && second !== undefined && first + second === 0xff + 0xfe && first >= 0xfe)
    throw makeReadError(name, "UTF-16 text", "UTF-8");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw makeReadError(name, "not UTF-8 text");
  }
}

function readBytes(terminal: Terminal, file: string, name: string): Uint8Array {
  try {
    if (file === "-") return terminal.readStandardInput();
    const descriptor = openSync(file, "r");
    try {
      return readBounded(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw makeReadError(name, readProblems[code ?? ""] ?? message);
  }
}

function makeReadError(name: string, why: string, expected?: string): InputError {
  return new InputError([error(place(), `${name}: ${why}`, expected)]);
}

const readProblems: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EACCES: "not permitted to read it",
  EISDIR: "a folder, not a file",
  ENOTDIR: "no such file: a part of its path is not a folder",
  ELOOP: "too many symbolic links",
};

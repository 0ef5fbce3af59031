/** The text of what a command works on. */
import { readFileSync } from "node:fs";
import type { Terminal } from "../console/terminal.ts";
import { InputError } from "../issue/exit-code.ts";
import { error, place } from "../issue/issue.ts";

/** The text of a file, or of standard input for `-`. Throws an InputError where it cannot be read. */
export function readText(terminal: Terminal, file: string): string {
  try {
    return file === "-" ? terminal.readStandardInput() : readFileSync(file, "utf8");
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = readProblems[code ?? ""] ?? message;
    throw new InputError([error(place(), `${file === "-" ? "standard input" : file}: ${why}`)]);
  }
}

const readProblems: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EACCES: "not permitted to read it",
  EISDIR: "a folder, not a file",
  ENOTDIR: "no such file: a part of its path is not a folder",
  ELOOP: "too many symbolic links",
  EAGAIN: "nothing to read there",
  ERR_STRING_TOO_LONG: "too large to read",
};

/** The instance that a check is about, read from the file that an option names; `-` is standard input. */
import { processTerminal } from "../console/terminal.ts";
import { readText } from "../input/read-text.ts";
import { type ResolvedInput, resolveInput } from "../input/resolve-input.ts";

/** Throws an InputError. Warnings are left out: they were said when the files were made. */
export function readGivenInstance(file: string): Promise<ResolvedInput> {
  return resolveInput(readText(processTerminal(), file), file);
}

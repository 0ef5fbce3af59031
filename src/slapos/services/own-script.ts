/** The script of a service that runs this program. */
import type { Environment } from "../partition/environment.ts";
import { quoteShellWord } from "../partition/quote.ts";

/** With the build in its text, a service is started anew when the program is another. */
export function createOwnScript(words: readonly string[], { ors, build }: Environment): string[] {
  return [`# build ${build}`, `exec ${[ors, ...words].map(quoteShellWord).join(" ")}`];
}

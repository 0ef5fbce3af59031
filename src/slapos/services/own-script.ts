/** The script of a service that runs this program. */
import type { Environment } from "../partition/environment.ts";
import { quoteShellWord } from "../partition/quote.ts";

/**
 * With the build in its text, a service is started anew when the program is another. glibc would give each thread memory
 * of its own to allocate from (MALLOC_ARENA_MAX in mallopt(3)), megabytes that are never given back.
 */
export function createOwnScript(words: readonly string[], { ors, build }: Environment): string[] {
  return [
    `# build ${build}`,
    "export MALLOC_ARENA_MAX=1",
    `exec ${[ors, ...words].map(quoteShellWord).join(" ")}`,
  ];
}

/** docs/slapos.md as the tests follow it: files that it gives whole. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./environment.ts";

/** The page's text. */
export function readPage(): string {
  return readFileSync(join(repository, "docs/slapos.md"), "utf8");
}

/** The content that the page gives to a file: the block after the paragraph that begins with its path. */
export function readPageFile(path: string): string {
  const [, rest] = readPage().split(`\n\`${path}\``);
  const content = /```\w*\n(.*?)```/s.exec(rest ?? "")?.[1];
  if (content === undefined) throw new Error(`docs/slapos.md gives no content to ${path}`);
  return content;
}

/** The command lines of the page's `sh` blocks below a heading, in order. */
export function readPageCommands(heading: string): string[] {
  const section = readPage().split(`\n## ${heading}\n`)[1]?.split("\n## ")[0];
  if (section === undefined) throw new Error(`docs/slapos.md has no section "${heading}"`);
  return [...section.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = ""]) => block.trim().split("\n"));
}

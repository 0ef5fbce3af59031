/** Whether the rendered files are what the parameters ask for. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RenderedFile } from "../render/rendered-file.ts";
import { fails, holds, inOneLine, type Verdict } from "./verdict.ts";

/** What mends everything here. */
const remedy = "run `slapos node instance`";

/**
 * Compares contents with the files of a folder.
 *
 * @param wanted what the parameters ask for, relative to `folder`
 */
export function checkConfig(wanted: readonly RenderedFile[], folder: string): Verdict {
  const problems = wanted.flatMap(({ path, content }) => {
    const problem = problemOf(join(folder, path), content);
    return problem === undefined ? [] : [`${path} ${problem}`];
  });
  if (problems.length > 0) return fails(`${inOneLine(problems)}: ${remedy}`);
  return holds(`${wanted.length} files are what the parameters ask for`);
}

function problemOf(path: string, content: string): string | undefined {
  try {
    return readFileSync(path, "utf8") === content ? undefined : "is not what the parameters ask for";
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    return code === "ENOENT" ? "is missing" : `cannot be read (${code})`;
  }
}

/** The promise `config`: the rendered files are what the parameters ask for. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { RenderedFile } from "../render/rendered-file.ts";
import { readStamp, type Stamp } from "../state/stamp.ts";
import { inPartition, instanceOption, stateOption } from "./options.ts";
import { type Options, type PromiseDefinition, requireOption } from "./promise.ts";
import { fails, holds, inOneLine, type Verdict } from "./verdict.ts";

export const config: PromiseDefinition = {
  name: "config",
  summary: "the rendered files are what the parameters ask for",
  options: [
    instanceOption,
    { name: "output", value: "dir", description: "the folder of the rendered files" },
    stateOption,
  ],
  example: "ors promise config --instance etc/instance.json --output etc",
  install: () => ({ instance: inPartition.instance, output: inPartition.output }),
  check: async (options) => {
    const folder = requireOption(options, "output");
    const stamp = readStamp(resolve(folder, ".."));
    if (stamp !== undefined) return describeStamp(stamp);
    return checkConfig(await renderWanted(options, folder), folder);
  },
};

/** Warnings did not keep the instance from being made, so they stand in no failed promise. */
function describeStamp({ files, warnings = [] }: Stamp): Verdict {
  const noticed = warnings.length === 0 ? "" : `; warning: ${inOneLine(warnings)}`;
  return holds(`${Object.keys(files).length} files are as they were made${noticed}`);
}

/** What mends everything here. */
const remedy = "run `slapos node instance`";

/**
 * Compares contents with the files of a folder.
 *
 * @param wanted what the parameters ask for, relative to `folder`
 */
export function checkConfig(wanted: readonly RenderedFile[], folder: string): Verdict {
  const problems = wanted.flatMap(({ path, content }) => {
    const problem = findProblem(join(folder, path), content);
    return problem === undefined ? [] : [`${path} ${problem}`];
  });
  if (problems.length > 0) return fails(`${inOneLine(problems)}: ${remedy}`);
  return holds(`${wanted.length} files are what the parameters ask for`);
}

async function renderWanted(options: Options, folder: string): Promise<readonly RenderedFile[]> {
  const [{ accept }, { readGivenInstance }, { renderInstance }] = await Promise.all([
    import("../input/accept.ts"),
    import("./read-instance.ts"),
    import("../render/render-instance.ts"),
  ]);
  const { site, split } = await readGivenInstance(requireOption(options, "instance"));
  const state = options.state ?? resolve(folder, "..", "var");
  return accept(renderInstance(site, split.plan, { state })).value;
}

function findProblem(path: string, content: string): string | undefined {
  try {
    return readFileSync(path, "utf8") === content ? undefined : "is not what the parameters ask for";
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    return code === "ENOENT" ? "is missing" : `cannot be read (${code})`;
  }
}

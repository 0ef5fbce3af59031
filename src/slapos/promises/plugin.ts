/** A promise as a plugin of slapgrid: a Python module with a class RunPromise. */
import type { Environment } from "../partition/environment.ts";
import { folders } from "../partition/folders.ts";
import { modes, type PartitionFile } from "../partition/partition-file.ts";
import { quotePythonString } from "../partition/quote.ts";

export type Plugin = {
  readonly name: string;
  /** The module with the class RunPromise. */
  readonly module: string;
  readonly parameters: Readonly<Record<string, string>>;
};

/** The modules of a plugin are those of the release, not of slapgrid. */
export function renderPlugin(
  { name, module, parameters }: Plugin,
  { pythonPath }: Environment,
): PartitionFile {
  const lines = Object.entries(parameters).map(
    ([key, value]) => `    ${quotePythonString(key)}: ${quotePythonString(value)},`,
  );
  const content = `import sys
sys.path[0:0] = [
${pythonPath.map((path) => `    ${quotePythonString(path)},`).join("\n")}
]

extra_config_dict = {
${lines.join("\n")}
}

# slapgrid has packages of these names loaded from its own path, where ours are not
for loaded in [name for name in sys.modules if name.split('.')[0] in ('slapos', 'pkg_resources')]:
    del sys.modules[loaded]

from ${module} import RunPromise
`;
  return { path: `${folders.plugin}/${name}.py`, content, mode: modes.plain };
}

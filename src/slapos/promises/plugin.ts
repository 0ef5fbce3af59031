/** A promise as a plugin of slapgrid: a Python module with a class RunPromise that reads the kept result. */
import {
  keepPeriodSeconds,
  keptResultsPath,
  settleSeconds,
  wantedSincePath,
} from "../../promise/kept/kept-results.ts";
import type { PromiseDefinition } from "../../promise/promise.ts";
import type { Environment } from "../partition/environment.ts";
import { folders } from "../partition/folders.ts";
import { modes, type PartitionFile } from "../partition/partition-file.ts";
import { quotePythonString } from "../partition/quote.ts";

/**
 * The first statement gives the folders that Python imports from: slapos.grid.promise.runpromises looks for it there,
 * where promises are run without slapgrid.
 */
export function renderPlugin(
  { name, anomalyCount = 1, isLenient = false }: PromiseDefinition,
  { partition, pythonPath }: Environment,
): PartitionFile {
  const parameters = {
    promise: name,
    results: `${partition}/${keptResultsPath}`,
    wanted: `${partition}/${wantedSincePath}`,
    "max-age": String(2 * keepPeriodSeconds),
    "settle-time": String(settleSeconds),
    "anomaly-count": String(anomalyCount),
    lenient: String(isLenient),
  };
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

from ors_recipe.promise import RunPromise
`;
  return { path: `${folders.plugin}/check-${name}.py`, content, mode: modes.plain };
}

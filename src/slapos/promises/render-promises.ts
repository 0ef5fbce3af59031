/** The promises of an instance as files: those of slapos.toolbox as plugins, our own as executables. */
import type { Installed } from "../../promise/promise.ts";
import { promises } from "../../promise/promises.ts";
import type { Environment } from "../partition/environment.ts";
import type { PartitionFile } from "../partition/partition-file.ts";
import { renderExecutable } from "./executable.ts";
import { renderPlugin } from "./plugin.ts";
import { createToolboxPlugins } from "./toolbox.ts";

/** Everything that is checked of an instance. */
export function renderPromises(installed: Installed, environment: Environment): readonly PartitionFile[] {
  const own = promises.flatMap(({ name, install }) => {
    const options = install(installed);
    return options === null ? [] : [renderExecutable(name, options, environment)];
  });
  const plugins = createToolboxPlugins(installed.site, environment.partition);
  return [...plugins.map((plugin) => renderPlugin(plugin, environment)), ...own];
}

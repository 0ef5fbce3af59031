/** The promises of an instance as files of its partition. */
import type { Installed, Options } from "../../promise/promise.ts";
import { promises } from "../../promise/promises.ts";
import type { Environment } from "../partition/environment.ts";
import { folders } from "../partition/folders.ts";
import { modes, type PartitionFile } from "../partition/partition-file.ts";
import { renderExecutable } from "./executable.ts";
import { renderPlugin } from "./plugin.ts";

/** What the service stats-log reads: options by name of the promise. */
export const installedPromisesPath = `${folders.etc}/promises.json`;

/**
 * Everything that is checked of an instance: a plugin a promise that reads the kept results, and the list for who keeps
 * them. With `testing` no service runs, so the promises are executables then, which check by themselves.
 */
export function renderPromises(installed: Installed, environment: Environment): readonly PartitionFile[] {
  const wanted = promises.flatMap((promise) => {
    const options = promise.install(installed);
    return options === null ? [] : [{ promise, options }];
  });
  if (installed.site.testing)
    return wanted.map(({ promise, options }) => renderExecutable(promise.name, options, environment));
  const byName = Object.fromEntries(wanted.map(({ promise, options }) => [promise.name, options]));
  return [renderInstalled(byName), ...wanted.map(({ promise }) => renderPlugin(promise, environment))];
}

function renderInstalled(byName: Readonly<Record<string, Options>>): PartitionFile {
  const content = `${JSON.stringify(byName, null, 1)}\n`;
  return { path: installedPromisesPath, content, mode: modes.plain };
}

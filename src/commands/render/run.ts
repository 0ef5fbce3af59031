/** `ors render`: every file of an instance, written by the one writer. */
import { join, resolve } from "node:path";
import type { Run } from "../../console/command.ts";
import { printJson } from "../../console/json.ts";
import { accept } from "../../input/accept.ts";
import { readSite } from "../../input/read-input.ts";
import { exitCode } from "../../issue/exit-code.ts";
import { diffFiles, previewFiles } from "../../output/preview.ts";
import { writeFiles } from "../../output/write-files.ts";
import { renderInstance } from "../../render/render-instance.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const { output, dryRun } = options;
  const state = resolve(options.state ?? join(output, "..", "var"));
  const { site, split, warnings } = await readSite(terminal, options);
  const files = accept(renderInstance(site, split.plan, { state })).value;
  const diff = options.diff ? await diffFiles(output, files) : "";
  const changes = dryRun ? previewFiles(output, files) : writeFiles(output, files);
  if (options.json) {
    printJson(terminal, { output, dry_run: dryRun, files: changes, ...(diff && { diff }) }, warnings);
  } else {
    for (const { path, change } of changes) terminal.print(`${change} ${path}`);
    if (diff !== "") terminal.print(diff.trimEnd());
  }
  return exitCode.good;
};

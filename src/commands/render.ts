/** `ors render`: every file of an instance, written by the one writer. */
import { join, resolve } from "node:path";
import { hasOption, type Run, textOption } from "../console/command.ts";
import { printJson } from "../console/json.ts";
import { accept, givenSite, requiredOption } from "../input/input.ts";
import { exitCode } from "../issue/exit-code.ts";
import { diffFiles, previewFiles } from "../output/preview.ts";
import { writeFiles } from "../output/write-files.ts";
import { renderInstance } from "../render/render-instance.ts";

export const run: Run = async (terminal, invocation) => {
  const output = requiredOption(invocation, "output");
  const state = resolve(textOption(invocation, "state") ?? join(output, "..", "var"));
  const dryRun = hasOption(invocation, "dry-run");
  const { site, split, warnings } = await givenSite(terminal, invocation);
  const files = accept(renderInstance(site, split.plan, { state })).value;
  const diff = hasOption(invocation, "diff") ? await diffFiles(output, files) : "";
  const changes = dryRun ? previewFiles(output, files) : writeFiles(output, files);
  if (hasOption(invocation, "json")) {
    printJson(terminal, { output, dry_run: dryRun, files: changes, ...(diff && { diff }) }, warnings);
  } else {
    for (const { path, change } of changes) terminal.print(`${change} ${path}`);
    if (diff !== "") terminal.print(diff.trimEnd());
  }
  return exitCode.good;
};

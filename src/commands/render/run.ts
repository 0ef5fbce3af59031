/** `ors render`: every file of an instance, written by the one writer. */
import { join, resolve } from "node:path";
import type { Run } from "../../console/command.ts";
import { printReport } from "../../console/print-report.ts";
import { accept } from "../../input/accept.ts";
import { readSite } from "../../input/read-input.ts";
import { exitCode } from "../../issue/exit-code.ts";
import { diffFiles, previewFiles } from "../../output/preview.ts";
import { writeFiles } from "../../output/write-files.ts";
import { renderInstance } from "../../render/render-instance.ts";
import { formatRenderReport, makeRenderReport } from "../../report/render.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const { output, dryRun } = options;
  const state = resolve(options.state ?? join(output, "..", "var"));
  const { site, split, warnings } = await readSite(terminal, options);
  const wanted = accept(renderInstance(site, split.plan, { state })).value;
  const diff = options.diff ? await diffFiles(output, wanted) : null;
  const files = dryRun ? previewFiles(output, wanted) : writeFiles(output, wanted);
  const report = makeRenderReport({ output, dryRun, files, diff }, warnings);
  printReport(terminal, report, options.json, formatRenderReport);
  return exitCode.good;
};

/** `ors render`: every file of an instance, written by the one writer. */
import { join, resolve } from "node:path";
import type { Run } from "../../console/command.ts";
import { printReport } from "../../console/print-report.ts";
import { readSite } from "../../input/read-input.ts";
import { exitCode } from "../../issue/exit-code.ts";
import { formatMoves } from "../../report/moves.ts";
import { formatRenderReport, makeRenderReport } from "../../report/render.ts";
import { renderFiles } from "../render-files.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const { output, dryRun } = options;
  const end = terminal.progress("rendering");
  const input = await readSite(terminal, options);
  const state = resolve(options.state ?? join(output, "..", "var"));
  const rendered = await renderFiles(input, { ...options, state });
  end();
  const report = makeRenderReport({ output, dryRun, ...rendered }, input.warnings);
  printReport(terminal, report, options.json, (one) => [
    ...formatRenderReport(one, options.verbose, terminal.paint),
    ...formatMoves(rendered.moves),
  ]);
  const isChange = rendered.files.some(({ change }) => change !== "unchanged");
  return options.detailedExitCode && isChange ? exitCode.wrong : exitCode.good;
};

/** `ors check`: validates, renders without writing, and says what the instance would be in a few lines. */
import type { Run } from "../../console/command.ts";
import { printReport } from "../../console/print-report.ts";
import { accept } from "../../input/accept.ts";
import { readSite } from "../../input/read-input.ts";
import { exitCode } from "../../issue/exit-code.ts";
import type { TapPlan } from "../../plan/tap-plan.ts";
import { renderInstance } from "../../render/render-instance.ts";
import { formatCheckReport, makeCheckReport } from "../../report/check.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const { site, split, warnings } = await readSite(terminal, options);
  const { plan } = split;
  const rendered = accept(renderInstance(site, plan, { state: "var" })).value;
  const files = rendered.map(({ path }) => path);
  const host = options.host ? await inspectHost(plan, options.trampoline) : null;
  const report = makeCheckReport({ site, plan, files, host }, warnings);
  printReport(terminal, report, options.json, (one) => formatCheckReport(one, terminal.paint));
  return host?.some(({ good }) => !good) ? exitCode.wrong : exitCode.good;
};

async function inspectHost(plan: TapPlan, trampoline: string | undefined) {
  const { checkHost } = await import("../../tap/host/check-host.ts");
  return checkHost(plan, { trampoline });
}

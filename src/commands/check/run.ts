/** `ors check`: validates, renders without writing, and says what the instance would be in a few lines. */
import { resolve } from "node:path";
import type { Run } from "../../console/command.ts";
import type { ValuesOf } from "../../console/definition.ts";
import { printReport } from "../../console/print-report.ts";
import { accept } from "../../input/accept.ts";
import { findStateFolder } from "../../input/input-file.ts";
import { readSite } from "../../input/read-input.ts";
import { exitCode } from "../../issue/exit-code.ts";
import type { TapPlan } from "../../plan/tap-plan.ts";
import { renderInstance } from "../../render/render-instance.ts";
import { type Finding, formatCheckReport, makeCheckReport } from "../../report/check.ts";
import type { Site } from "../../site/site.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const { site, split, warnings } = await readSite(terminal, options);
  const { plan } = split;
  const rendered = accept(renderInstance(site, plan, { state: "var" })).value;
  const files = rendered.map(({ path }) => path);
  const host = options.host ? await inspectHost(site, plan, options) : null;
  const report = makeCheckReport({ site, plan, files, host }, warnings);
  printReport(terminal, report, options.json, (one) => formatCheckReport(one, terminal.paint));
  return host?.some(({ good }) => !good) ? exitCode.wrong : exitCode.good;
};

/** Subtaps first, then all else that the instance needs. */
async function inspectHost(
  site: Site,
  plan: TapPlan,
  { file, instance, trampoline }: ValuesOf<typeof definition>,
): Promise<Finding[]> {
  const [{ checkHost }, { readSupplies }, { checkSupplies }] = await Promise.all([
    import("../../tap/host/check-host.ts"),
    import("../../slapos/node/supplies.ts"),
    import("../../slapos/node/check-supplies.ts"),
  ]);
  const path = file ?? instance;
  const state = findStateFolder(undefined, path === undefined ? undefined : { kind: "instance", path });
  const supplies = readSupplies(site, plan.slaptap, resolve(state));
  const own = plan.taps.length === 1 ? await inspectSlaptap(plan) : [];
  return [...checkHost(plan, { trampoline }), ...own, ...checkSupplies(site, plan.slaptap, supplies)];
}

/** One Radio Unit has the slaptap itself. */
async function inspectSlaptap(plan: TapPlan): Promise<Finding[]> {
  const [{ compareEachTap }, { readKernelState }] = await Promise.all([
    import("../../tap/tap-states.ts"),
    import("../../tap/kernel-state.ts"),
  ]);
  const { refusals } = compareEachTap(plan, new Set(), readKernelState());
  if (refusals.length === 0) return [{ check: "slaptap", good: true, what: `${plan.slaptap} is as planned` }];
  return refusals.map(({ what, expected }) => ({
    check: "slaptap",
    good: false,
    what,
    ...(expected !== null && { expected }),
  }));
}

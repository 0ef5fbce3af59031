/** The promise `taps`: the kernel has the subtaps that the plan wants. */
import type { TapPlan } from "../plan/tap-plan.ts";
import { formatRefusal, formatState } from "../report/change.ts";
import { getStateFolder } from "../state/state-folder.ts";
import type { ComparedTaps } from "../tap/tap-states.ts";
import { inPartition, planOption, stateOption } from "./options.ts";
import { type PromiseDefinition, requireOption } from "./promise.ts";
import { fails, holds, inOneLine, type Verdict } from "./verdict.ts";

export const taps: PromiseDefinition = {
  name: "taps",
  summary: "the kernel has the subtaps of the plan",
  options: [planOption, stateOption],
  example: "ors promise taps --plan etc/plan.json",
  install: ({ site, plan }) => (site.testing || plan.slaptap === null ? null : { plan: inPartition.plan }),
  services: ["watch"],
  needs: ["capability"],
  check: async (options) => {
    const [{ readGivenPlan }, { compareEachTap }, { readKernelState }, { readTakenDown }] = await Promise.all(
      [
        import("./read-plan.ts"),
        import("../tap/tap-states.ts"),
        import("../tap/kernel-state.ts"),
        import("../state/taken-down.ts"),
      ],
    );
    const file = requireOption(options, "plan");
    const plan = await readGivenPlan(file);
    const down = readTakenDown(getStateFolder({ state: options.state, plan: file, instance: undefined }));
    return judgeTaps(plan, down, compareEachTap(plan, down, readKernelState()));
  },
};

/**
 * @param down names of subtaps that an operator has taken down
 * @param difference what the plan wants and the kernel does not have
 */
export function judgeTaps(
  { slaptap, taps }: TapPlan,
  down: ReadonlySet<string>,
  { changes, refusals }: Pick<ComparedTaps, "changes" | "refusals">,
): Verdict {
  if (slaptap === null) return fails("the node gives this partition no TAP: run `slapos node format --now`");
  if (refusals.length > 0) return fails(inOneLine(refusals.map(formatRefusal)));
  if (changes.length > 0)
    return fails(
      `${inOneLine(changes.map(formatState))}: the watch or \`slapos node instance\` mends it, where the promise ` +
        "check-capability holds",
    );
  if (taps.length === 0) return holds("no TAP is needed");
  const takenDown = taps.flatMap(({ name }) => (down.has(name) ? [name] : []));
  const rest = takenDown.length === 0 ? "" : `; taken down by an operator: ${takenDown.join(", ")}`;
  const planned = taps.length - takenDown.length;
  return holds(`${planned} ${planned === 1 ? "TAP is" : "TAPs are"} as planned${rest}`);
}

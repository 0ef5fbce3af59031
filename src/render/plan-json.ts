/** plan.json: the split of the SlapOS TAP, for `ors apply --plan` and for people. */
import type { TapPlan } from "../plan/tap-plan.ts";
import { planJsonFileName } from "./file-name.ts";
import type { RenderedFile } from "./rendered-file.ts";

export function renderPlanJson(plan: TapPlan): RenderedFile {
  const content = `${JSON.stringify(inOrder(plan), null, 2)}\n`;
  return { path: planJsonFileName, content, mode: 0o640 };
}

/** The keys in the order that is documented. */
function inOrder({ slaptap, range, taps }: TapPlan): TapPlan {
  return {
    slaptap,
    range,
    taps: taps.map(({ name, ru, network, gateway, addr }) => ({ name, ru, network, gateway, addr })),
  };
}

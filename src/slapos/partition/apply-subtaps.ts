/** Brings a partition's subtaps to its plan. */
import { join } from "node:path";
import type { TapPlan } from "../../plan/tap-plan.ts";

/**
 * The changes that were made. What is missing for them, such as the capability, does not stop the instance: it is a
 * warning here and a failed promise later.
 */
export async function applySubtaps(
  partition: string,
  plan: TapPlan,
  warn: (line: string) => void,
  trampoline: string | undefined,
): Promise<string[]> {
  const { applyPlan, formatChange, readTakenDown } = await loadSubtaps();
  try {
    const down = readTakenDown(join(partition, "var"));
    const { changes, warnings } = await applyPlan(plan, { down, trampoline });
    for (const warning of warnings) warn(warning);
    return changes.map(formatChange);
  } catch (cause) {
    warn(`subtaps: ${(cause as Error).message}`);
    return [];
  }
}

/** What {@link applySubtaps} needs, the C library's functions among it. */
export async function loadSubtaps() {
  const [{ applyPlan }, { formatChange }, { readTakenDown }, { loadKoffi }] = await Promise.all([
    import("../../tap/apply-plan.ts"),
    import("../../tap/change.ts"),
    import("../../state/taken-down.ts"),
    import("../../libc/library.ts"),
  ]);
  loadKoffi();
  return { applyPlan, formatChange, readTakenDown };
}

/** Whether measurements for handover can start and stop. */
import { type Issue, place, warning } from "../../issue/issue.ts";
import type { Enb } from "../enb/enb-type.ts";

/**
 * Measurements start where the serving cell is worse than A2 and stop where it is better than A1 (TS 38.331 §5.5.4.2,
 * §5.5.4.3): a warning where A1 is not above A2, as they would start and stop at once.
 */
export function checkThresholds({ layout, handover }: Enb): Issue[] {
  if (layout === "2024" || handover === null) return [];
  const { a1, a2 } = handover;
  if (a1.rsrp > a2.rsrp) return [];
  return [
    warning(
      place("configuration", "handover_a1_rsrp"),
      `${a1.rsrp} dBm is not above A2, ${a2.rsrp} dBm: measurements would stop where they start`,
      `more than ${a2.rsrp} dBm, or a lower handover_a2_rsrp`,
    ),
  ];
}

/** A life as data for people, promises and metrics. */

import type { RadioUnitStatus } from "../../report/radio.ts";
import { formatConfigurationDifference } from "../compare-configuration.ts";
import type { Life } from "../life/life.ts";
import { getRunningVersion } from "../software/inventory.ts";

/** Ages are seconds, since a Radio Unit's own clock is not set. */
export function describeLife(
  { ru, tap, host }: Pick<RadioUnitStatus, "ru" | "tap" | "host">,
  life: Life,
  now: number,
): RadioUnitStatus {
  const { inventory } = life.seen;
  return {
    ru,
    tap,
    host,
    state: life.phase.name,
    age: Math.max(0, Math.round((now - life.since) / 1000)),
    problem: describeProblem(life),
    firmware: (inventory && getRunningVersion(inventory)) ?? null,
    product_code: inventory?.find(({ productCode }) => productCode !== "")?.productCode ?? null,
    differences: [...life.differences.processingElement, ...life.differences.userPlane].map(
      formatConfigurationDifference,
    ),
    alarms: [...life.alarms.values()].map(({ faultId, source, severity, text }) => ({
      fault_id: faultId,
      source,
      severity,
      text,
    })),
    alarms_are_current: life.alarmsAreCurrent,
  };
}

function describeProblem({ phase }: Life): string | null {
  switch (phase.name) {
    case "in service":
      return null;
    case "absent":
      return phase.reason;
    case "configured wrong":
      return phase.problems.join("; ");
    default:
      return `it is ${phase.name}`;
  }
}

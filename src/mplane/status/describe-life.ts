/** A life as data for people, promises and metrics. */

import type { RadioUnitStatus } from "../../report/radio.ts";
import { formatConfigurationDifference } from "../compare-configuration.ts";
import type { Life, Phase } from "../life/life.ts";
import type { Managed } from "../managed/read-managed.ts";
import type { Identity } from "./identity.ts";

/** Ages are seconds, since a Radio Unit's own clock is not set. */
export function describeLife(
  { ru, tap, host, management }: Pick<Managed, "ru" | "tap" | "host" | "management">,
  life: Life,
  identity: Identity,
  now: number,
): RadioUnitStatus {
  return {
    ru,
    tap,
    host,
    mac_addr: management.mac_addr,
    state: life.phase.name,
    age: getAge(life.since, now),
    problem: describeProblem(life),
    ...identity,
    restart_cause: life.seen.restartCause,
    configuration_age: life.confirmedAt === null ? null : getAge(life.confirmedAt, now),
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

function getAge(since: number, now: number): number {
  return Math.max(0, Math.round((now - since) / 1000));
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
      return underWay[phase.name];
  }
}

const underWay: Readonly<
  Record<Exclude<Phase["name"], "in service" | "absent" | "configured wrong">, string>
> = {
  greeting: "the connection to it is being made",
  subscribing: "its notifications are being subscribed to",
  supervised: "its state was not read yet",
  looking: "its state is being read",
  configuring: "its configuration is being delivered",
  updating: "its software is being updated",
  resetting: "it was asked to reset",
};

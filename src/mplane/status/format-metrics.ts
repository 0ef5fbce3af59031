/** Metrics of the managed Radio Units. */
import { formatMetrics, type MetricFamily } from "../../report/metrics/metrics.ts";
import type { MetricsFormat } from "../../report/metrics/metrics-format.ts";
import type { Phase } from "../life/life.ts";
import type { ManagedRadioUnit } from "../managed/manage-radio-unit.ts";

const states: readonly Phase["name"][] = [
  "absent",
  "greeting",
  "subscribing",
  "supervised",
  "looking",
  "configuring",
  "updating",
  "in service",
  "configured wrong",
  "resetting",
];

export type DaemonFigures = {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Seconds of the longest time that something held the event loop. */
  readonly longestHold: number;
};

export function formatRadioMetrics(
  radioUnits: readonly ManagedRadioUnit[],
  format: MetricsFormat,
  figures: DaemonFigures,
): string {
  return formatMetrics([...describeFamilies(radioUnits), ...describeDaemon(figures)], format);
}

type One = {
  readonly ru: string;
  readonly radioUnit: ManagedRadioUnit;
  readonly status: ReturnType<ManagedRadioUnit["describe"]>;
};

function describeFamilies(radioUnits: readonly ManagedRadioUnit[]): MetricFamily[] {
  const all = radioUnits.map((radioUnit): One => {
    const status = radioUnit.describe();
    return { ru: status.ru, radioUnit, status };
  });
  const perRadioUnit = (
    type: MetricFamily["type"],
    name: string,
    help: string,
    read: (one: One) => number,
  ): MetricFamily => ({
    name: `ors_radio_${name}`,
    type,
    help,
    samples: all.map((one) => ({ labels: { ru: one.ru }, value: read(one) })),
  });
  return [
    describeStates(all),
    perRadioUnit("gauge", "state_age_seconds", "Seconds since the state began", ({ status }) => status.age),
    describeConfigurationAge(all),
    perRadioUnit("gauge", "alarms_on", "Alarms that are on", ({ status }) => status.alarms.length),
    perRadioUnit(
      "counter",
      "connects",
      "Sessions that were supervised",
      ({ radioUnit }) => radioUnit.counts.connects,
    ),
    perRadioUnit(
      "counter",
      "watchdog_resets",
      "Watchdog resets sent",
      ({ radioUnit }) => radioUnit.counts.resets,
    ),
    perRadioUnit(
      "gauge",
      "watchdog_late_seconds",
      "How late the latest of the watchdog resets went out",
      ({ radioUnit }) => radioUnit.counts.maxResetLateSeconds,
    ),
    describeFirmware(all),
  ];
}

function describeStates(all: readonly One[]): MetricFamily {
  return {
    name: "ors_radio_state",
    type: "gauge",
    help: "1 for the state that the Radio Unit is in",
    samples: all.flatMap(({ ru, status }) =>
      states.map((state) => ({ labels: { ru, state }, value: status.state === state ? 1 : 0 })),
    ),
  };
}

function describeConfigurationAge(all: readonly One[]): MetricFamily {
  return {
    name: "ors_radio_configuration_age_seconds",
    type: "gauge",
    help: "Seconds since the configuration was last read and found as wanted",
    samples: all.flatMap(({ ru, status }) =>
      status.configuration_age === null ? [] : [{ labels: { ru }, value: status.configuration_age }],
    ),
  };
}

function describeFirmware(all: readonly One[]): MetricFamily {
  return {
    name: "ors_radio_firmware_info",
    type: "gauge",
    help: "1, with the version that runs as last read",
    samples: all.map(({ ru, status }) => ({
      labels: { ru, version: status.firmware ?? "", serial_number: status.serial_number ?? "" },
      value: 1,
    })),
  };
}

/** A file that nobody writes any more looks as if all was well: its readers need to know. */
function describeDaemon({ now, longestHold }: DaemonFigures): MetricFamily[] {
  const gauge = (name: string, help: string, value: number): MetricFamily => ({
    name: `ors_radio_${name}`,
    type: "gauge",
    help,
    samples: [{ labels: {}, value }],
  });
  return [
    gauge("loop_held_seconds", "Longest that all Radio Units waited for one thing to end", longestHold),
    gauge("written_timestamp_seconds", "When this was written", Math.floor(now / 1000)),
  ];
}

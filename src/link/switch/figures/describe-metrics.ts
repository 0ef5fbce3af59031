/** Metrics of a switch. */
import { formatMetrics, type MetricFamily } from "../../../report/metrics/metrics.ts";
import type { MetricsFormat } from "../../../report/metrics/metrics-format.ts";
import type { SwitchCounters } from "../../../report/switch/reports.ts";
import { ways } from "../core/counters.ts";
import type { CaptureTotals, Switch } from "../switch.ts";
import { describeCounters, describePorts, listPorts } from "./describe-switch.ts";

export function formatSwitchMetrics(one: Switch, format: MetricsFormat): string {
  return formatMetrics(describeFamilies(one), format);
}

function describeFamilies(one: Switch): MetricFamily[] {
  const ports = describePorts(one);
  const counters = describeCounters(one);
  const perPort = (name: string, help: string, read: (port: SwitchCounters) => number): MetricFamily =>
    makeFamily(name, "counter", help, counters, (port) => [
      { labels: { port: port.name }, value: read(port) },
    ]);
  return [
    perPort("received_frames", "Frames that came in", ({ received }) => received),
    perPort("received_bytes", "Bytes of frames that came in", ({ received_bytes }) => received_bytes),
    perPort("forwarded_frames", "Frames that went to one port or more", ({ forwarded }) => forwarded),
    perPort("sent_frames", "Copies that went out", ({ sent }) => sent),
    perPort("sent_bytes", "Bytes of copies that went out", ({ sent_bytes }) => sent_bytes),
    makeFamily("dropped_frames", "counter", "Frames that went nowhere", counters, ({ name, dropped }) =>
      byReason(name, dropped),
    ),
    makeFamily("not_sent_frames", "counter", "Copies that did not go out", counters, ({ name, not_sent }) =>
      byReason(name, not_sent),
    ),
    describeVlanFrames(one),
    makeFamily(
      "addresses",
      "gauge",
      "Addresses that are known behind a port",
      ports,
      ({ name, addresses }) => [{ labels: { port: name }, value: addresses }],
    ),
    perPort("address_moves", "Addresses that moved to a port", ({ moves }) => moves),
    perPort("addresses_refused", "Addresses that a port could not teach", ({ table_full }) => table_full),
    makeFamily("port_up", "gauge", "1 where the link of a port is up", ports, ({ name, is_up }) => [
      { labels: { port: name }, value: is_up ? 1 : 0 },
    ]),
    ...describeCaptures(one),
    makeFamily("configuration_generation", "gauge", "Configurations that changed something", [one], () => [
      { labels: {}, value: one.generation },
    ]),
  ];
}

function makeFamily<T>(
  name: string,
  type: MetricFamily["type"],
  help: string,
  rows: readonly T[],
  describe: (row: T) => MetricFamily["samples"],
): MetricFamily {
  return { name: `ors_switch_${name}`, type, help, samples: rows.flatMap(describe) };
}

function byReason(port: string, counts: Readonly<Record<string, number>>): MetricFamily["samples"] {
  return Object.entries(counts).map(([reason, value]) => ({ labels: { port, reason }, value }));
}

function describeCaptures(one: Switch): MetricFamily[] {
  const family = (name: string, type: MetricFamily["type"], help: string, key: keyof CaptureTotals) =>
    makeFamily(name, type, help, listPorts(one), ({ configuration, line }) => [
      { labels: { port: configuration.name }, value: line.captured[key] },
    ]);
  return [
    family("captures", "gauge", "Captures of a port that run", "running"),
    family("captured_frames", "counter", "Frames that captures of a port noted", "noted"),
    family("capture_lost_frames", "counter", "Frames that captures of a port had no room for", "lost"),
  ];
}

/** Only VLANs that had frames: there may be thousands that never will. */
function describeVlanFrames({ core }: Switch): MetricFamily {
  const { vlan: frames } = core.counters;
  const vlans = Array.from({ length: frames.length / ways.length }, (_, vlan) => vlan);
  const busy = vlans.filter((vlan) => ways.some((_, way) => frames[vlan * ways.length + way] !== 0));
  return makeFamily("vlan_frames", "counter", "Frames that went on in a VLAN", busy, (vlan) =>
    ways.map((way, place) => ({
      labels: { vlan: `${vlan}`, way },
      value: frames[vlan * ways.length + place] as number,
    })),
  );
}

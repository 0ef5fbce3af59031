/** The status as metrics. */
import { formatMetrics, type MetricFamily } from "../../report/metrics/metrics.ts";
import type { MetricsFormat } from "../../report/metrics/metrics-format.ts";
import type { Condition, WatchStatus } from "../../state/watch-status.ts";

const conditions: readonly Condition[] = ["in sync", "healing", "blocked", "failing", "looking"];

/** Neither format has time stamps of its own in it: the textfile collector refuses them. */
export function formatWatchMetrics(status: WatchStatus, format: MetricsFormat): string {
  return formatMetrics(listFamilies(status), format);
}

function listFamilies(status: WatchStatus): MetricFamily[] {
  const labels = { slaptap: status.slaptap ?? "" };
  const one = (type: MetricFamily["type"]) => (name: string, help: string, value: number | null) => {
    return { name: `ors_watch_${name}`, type, help, samples: value === null ? [] : [{ labels, value }] };
  };
  return [
    ...listGauges(status, one("gauge")),
    makeConditions(status, labels),
    ...listCounters(status, one("counter")),
  ];
}

type MakeFamily = (name: string, help: string, value: number | null) => MetricFamily;

function listGauges(status: WatchStatus, gauge: MakeFamily): MetricFamily[] {
  const { alive, subtaps, takenDown, planProblem, queueLength } = status;
  return [
    gauge("up", "Whether the watch ran when this was written.", alive ? 1 : 0),
    gauge("written_timestamp_seconds", "When this was written.", readSeconds(status.written)),
    gauge("start_time_seconds", "When the watch was started.", readSeconds(status.started)),
    gauge("subtaps", "Subtaps of the plan.", subtaps),
    gauge("taken_down", "Subtaps that an operator has taken down.", takenDown.length),
    gauge("plan_invalid", "Whether the plan's file is invalid.", planProblem === null ? 0 : 1),
    gauge(
      "last_resynchronisation_timestamp_seconds",
      "When the kernel's state was last read as a whole.",
      readSeconds(status.lastResynchronisation),
    ),
    gauge("last_healed_timestamp_seconds", "When a drift was last healed.", readSeconds(status.lastHealed)),
    gauge("queue_length", "Messages that wait to be handled.", queueLength),
  ];
}

function listCounters(status: WatchStatus, counter: MakeFamily): MetricFamily[] {
  return [
    counter("resynchronisations", "Readings of the kernel's whole state.", status.resynchronisations),
    counter("losses", "Times that messages of the kernel were lost.", status.losses),
    counter("messages", "Messages of the kernel.", status.messages),
    counter("healed", "Drifts healed.", status.healed),
    counter("changes", "Changes that healing took.", status.changes),
    counter(
      "applied",
      "Times that the kernel was brought to the plan at the start, or to another.",
      status.applied,
    ),
    counter(
      "failures",
      "Runs of the trampoline that failed, or whose changes did not hold.",
      status.failures,
    ),
  ];
}

function makeConditions({ condition }: WatchStatus, labels: Readonly<Record<string, string>>): MetricFamily {
  return {
    name: "ors_watch_condition",
    type: "gauge",
    help: "1 for the condition that the watch is in.",
    samples: conditions.map((one) => ({
      labels: { ...labels, condition: one },
      value: one === condition ? 1 : 0,
    })),
  };
}

function readSeconds(time: string | null): number | null {
  return time === null ? null : Date.parse(time) / 1000;
}

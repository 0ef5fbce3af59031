/** The status as OpenMetrics text, for node_exporter's textfile collector. */
import type { Condition, WatchStatus } from "../state/watch-status.ts";

const conditions: readonly Condition[] = ["in sync", "healing", "blocked", "failing", "looking"];

/** OpenMetrics 1.0; the collector refuses time stamps, and takes `# EOF` as a comment. */
export function formatMetrics(status: WatchStatus): string {
  const { slaptap, lastResynchronisation } = status;
  const labels = `{slaptap="${escaped(slaptap ?? "")}"}`;
  const lines = [
    ...gauge("up", "Whether the watch runs", labels, status.alive ? 1 : 0),
    ...gauge("start_time_seconds", "When the watch was started", labels, seconds(status.started)),
    ...gauge("subtaps", "Subtaps of the plan", labels, status.subtaps),
    ...gauge("taken_down", "Subtaps that an operator has taken down", labels, status.takenDown.length),
    ...conditionLines(status),
    ...gauge(
      "plan_invalid",
      "Whether the plan's file is invalid",
      labels,
      status.planProblem === null ? 0 : 1,
    ),
    ...gauge(
      "last_resynchronisation_seconds",
      "When the kernel's state was last read as a whole",
      labels,
      lastResynchronisation === null ? 0 : seconds(lastResynchronisation),
    ),
    ...gauge("queue_length", "Messages that wait to be handled", labels, status.queueLength),
    ...counter(
      "resynchronisations",
      "Readings of the kernel's whole state",
      labels,
      status.resynchronisations,
    ),
    ...counter("losses", "Times that messages of the kernel were lost", labels, status.losses),
    ...counter("messages", "Messages of the kernel", labels, status.messages),
    ...counter("healed", "Drifts put right", labels, status.healed),
    ...counter("changes", "Changes that this took", labels, status.changes),
    ...counter("failures", "Failures to put right", labels, status.failures),
    "# EOF",
  ];
  return `${lines.join("\n")}\n`;
}

function conditionLines({ condition, slaptap }: WatchStatus): string[] {
  const name = "ors_watch_condition";
  return [
    `# TYPE ${name} gauge`,
    `# HELP ${name} 1 for the condition that the watch is in.`,
    ...conditions.map(
      (one) => `${name}{slaptap="${escaped(slaptap ?? "")}",condition="${one}"} ${one === condition ? 1 : 0}`,
    ),
  ];
}

function gauge(name: string, help: string, labels: string, value: number): string[] {
  return family(`ors_watch_${name}`, "gauge", help, `ors_watch_${name}${labels} ${value}`);
}

function counter(name: string, help: string, labels: string, value: number): string[] {
  return family(`ors_watch_${name}`, "counter", help, `ors_watch_${name}_total${labels} ${value}`);
}

function family(name: string, type: string, help: string, sample: string): string[] {
  return [`# TYPE ${name} ${type}`, `# HELP ${name} ${help}.`, sample];
}

function seconds(time: string): number {
  return Date.parse(time) / 1000;
}

function escaped(label: string): string {
  return label.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n");
}

/** Metrics as text: Prometheus text format 0.0.4, or OpenMetrics 1.0. */
import type { MetricsFormat } from "./metrics-format.ts";

export type MetricFamily = {
  /** Without the `_total` of a counter. */
  readonly name: string;
  readonly type: "gauge" | "counter";
  readonly help: string;
  readonly samples: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
};

/** All samples of one name stand together, as both formats demand; OpenMetrics ends with `# EOF`. */
export function formatMetrics(families: readonly MetricFamily[], format: MetricsFormat): string {
  const lines = families.flatMap((family) => formatFamily(family, format));
  if (format === "openmetrics") lines.push("# EOF");
  return lines.map((line) => `${line}\n`).join("");
}

/** Prometheus gives a counter's type under the name of its samples, OpenMetrics under that of its family. */
function formatFamily({ name, type, help, samples }: MetricFamily, format: MetricsFormat): string[] {
  const sampleName = type === "counter" ? `${name}_total` : name;
  const family = format === "openmetrics" ? name : sampleName;
  return [
    `# HELP ${family} ${escapeText(help)}`,
    `# TYPE ${family} ${type}`,
    ...samples.map(({ labels, value }) => `${sampleName}${formatLabels(labels)} ${value}`),
  ];
}

function formatLabels(labels: Readonly<Record<string, string>>): string {
  const entries = Object.entries(labels).map(
    ([name, value]) => `${name}="${escapeText(value).replace(/"/g, '\\"')}"`,
  );
  return entries.length === 0 ? "" : `{${entries.join(",")}}`;
}

function escapeText(text: string): string {
  return text.replace(/\\/g, "\\\\").replace(/\n/g, "\\n");
}

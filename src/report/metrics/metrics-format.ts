/** In which format metrics are written, by the ending of their file. */

/** Prometheus text 0.0.4, which node_exporter's textfile collector reads; or OpenMetrics 1.0. */
export type MetricsFormat = "prometheus" | "openmetrics";

export type MetricsFile = { readonly path: string; readonly format: MetricsFormat };

/** The endings of a metrics file. */
export const metricsEndings = ".prom for Prometheus text, .om for OpenMetrics";

/** The format of a file; null where its ending names none. */
export function findMetricsFormat(path: string): MetricsFormat | null {
  if (path.endsWith(".prom")) return "prometheus";
  return path.endsWith(".om") ? "openmetrics" : null;
}

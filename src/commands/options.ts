/** Options and arguments that several commands have. */

import { argument } from "../console/option/argument.ts";
import { milliseconds, percent } from "../console/option/number.ts";
import { type Kind, makeOption } from "../console/option/option.ts";
import { file, flag, folder, text } from "../console/option/word.ts";
import { quote } from "../issue/quote.ts";
import { maxDelayMs } from "../link/limits.ts";
import { findMetricsFormat, type MetricsFile, metricsEndings } from "../report/metrics/metrics-format.ts";

/** The parameters, as a plain argument or as an option. */
export const instanceFile = argument(
  file({ description: "the instance's parameters, JSON or YAML; - is standard input" }),
);
/** The same, where a plan will do as well. */
export const instanceOrPlanFile = argument(
  file({ description: "the instance's parameters, or a plan.json; - is standard input" }),
);
export const instance = file({
  description: "the file of parameters, as an option",
  short: "i",
  variable: "ORS_INSTANCE",
});
export const plan = file({ description: "a plan.json in place of an instance", short: "p" });

export const json = flag({ description: "print one JSON document (docs/json.md)", short: "j" });
export const dryRun = flag({ description: "say what would change and change nothing", short: "n" });

export const verbose = flag({ description: "name unchanged files, too", short: "v" });
export const detailedExitCode = flag({ description: "exit 1 where something changes, or would change" });
export const strict = flag({ description: "make warnings errors" });

export const slaptap = text({ metavar: "name", description: "name of the TAP that SlapOS gave" });
export const range = text({ metavar: "cidr", description: "IPv6 range of that TAP" });

/** Where services keep their state and operators their marks. */
export const watchState = folder({
  description: "the state folder",
  shownDefault: "var, beside the folder of plan.json or the file of parameters",
});
export const trampoline = file({
  description: "the program with CAP_NET_ADMIN",
  shownDefault: "trampoline/netcapdo of this package",
});

export const loss = percent({ description: "share of the frames that get lost", default: 0 });
export const delay = milliseconds({ description: "time that each frame takes", default: 0, max: maxDelayMs });

export const subtap = argument(
  text({ metavar: "name", description: "the subtap, or the reference of its Radio Unit", required: true }),
);

const metricsFile: Kind<MetricsFile> = {
  metavar: "<file>",
  completion: { kind: "file" },
  format: ({ path }) => path,
  parse: (path) => {
    const format = findMetricsFormat(path);
    return format === null
      ? { what: `${quote(path)} does not say its format`, expected: metricsEndings }
      : { value: { path, format } };
  },
};

/** Where a service writes its metrics. */
export const metrics = makeOption(metricsFile, {
  description: "write metrics there: .prom for node_exporter, .om for OpenMetrics",
});

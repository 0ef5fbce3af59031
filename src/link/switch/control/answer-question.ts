/** What a switch answers to the questions about itself. */
import { formatSwitchMetrics } from "../figures/describe-metrics.ts";
import {
  describeAddresses,
  describeCounters,
  describePorts,
  describeSwitch,
  describeVlans,
} from "../figures/describe-switch.ts";
import type { Switch } from "../switch.ts";
import type { Question } from "./protocol.ts";

/** Rows of the answer. */
export function answerQuestion(
  one: Switch,
  asked: Exclude<Question, "configuration" | "changes">,
): readonly unknown[] {
  switch (asked) {
    case "picture":
      return [describeSwitch(one)];
    case "ports":
      return describePorts(one);
    case "vlans":
      return describeVlans(one);
    case "addresses":
      return describeAddresses(one);
    case "counters":
      return describeCounters(one);
    case "metrics":
      return [formatSwitchMetrics(one, "openmetrics")];
  }
}

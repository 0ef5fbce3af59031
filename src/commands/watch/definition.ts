import { defineCommand } from "../../console/definition.ts";
import { count, kibibytes, milliseconds } from "../../console/option/number.ts";
import { choice, flag } from "../../console/option/word.ts";
import { defaultReceiveBufferKib } from "../../netlink/receive-buffer.ts";
import {
  defaultLogLevel,
  defaultQueueKib,
  defaultSettleMs,
  defaultSlice,
  logLevels,
} from "../../watch/defaults.ts";
import { instance, instanceOrPlanFile, metrics, plan, trampoline, watchState } from "../options.ts";

const minute = 60_000;
/** KiB of a GiB. */
const gibibyte = 1 << 20;

export const definition = defineCommand({
  arguments: { file: instanceOrPlanFile },
  options: {
    instance,
    plan,
    state: watchState,
    metrics,
    print: flag({ description: "print every message of the kernel and change nothing" }),
    settle: milliseconds({
      description: "time from a change until it is looked at",
      default: defaultSettleMs,
      max: minute,
    }),
    batch: count({
      description: "messages handled in one go, at most",
      default: defaultSlice.messages,
      min: 1,
      max: 1_000_000,
    }),
    slice: milliseconds({
      description: "time of one go, at most",
      default: defaultSlice.durationMs,
      max: minute,
    }),
    pause: milliseconds({
      description: "time between two of them",
      default: defaultSlice.pauseMs,
      max: minute,
    }),
    queue: kibibytes({
      description: "memory for messages that wait",
      default: defaultQueueKib,
      max: gibibyte,
    }),
    receiveBuffer: kibibytes({
      description: "memory that the kernel keeps for them",
      default: defaultReceiveBufferKib,
      max: gibibyte,
    }),
    trampoline,
    logLevel: choice(logLevels, {
      metavar: "level",
      description: "what is logged; debug has the kernel's messages, too",
      default: defaultLogLevel,
    }),
    json: flag({ description: "log JSON lines", short: "j" }),
  },
  atMostOneOf: [["file", "instance", "plan"]],
  examples: ["ors watch site.yaml", "ors watch --plan etc/plan.json --json", "ors watch --print"],
});

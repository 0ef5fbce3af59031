import { defineCommand } from "../../console/definition.ts";
import { count } from "../../console/option/number.ts";
import { maxSubtaps } from "../../net/limits.ts";
import { instance, instanceFile, json, range, slaptap, strict } from "../options.ts";

export const definition = defineCommand({
  arguments: { file: instanceFile },
  options: {
    instance,
    slaptap,
    range,
    ruCount: count({
      description: "number of CPRI Radio Units, with --slaptap and --range",
      max: maxSubtaps,
    }),
    strict,
    json,
  },
  atMostOneOf: [
    ["file", "instance", "slaptap"],
    ["file", "instance", "range"],
    ["file", "instance", "ruCount"],
  ],
  examples: [
    "ors plan site.yaml",
    "ors plan --slaptap slaptap16 --range 2401:5180:0:66:a200::/71 --ru-count 2",
  ],
});

import { defineCommand } from "../../console/definition.ts";
import { flag, folder } from "../../console/option/word.ts";
import { detailedExitCode, dryRun, instance, instanceFile, json, strict, verbose } from "../options.ts";

export const definition = defineCommand({
  arguments: { file: instanceFile },
  options: {
    instance,
    output: folder({ description: "folder that the files go to", short: "o", required: true }),
    state: folder({
      description: "folder of logs and leases, as the files shall name it",
      shownDefault: "DIR/../var",
    }),
    dryRun,
    diff: flag({ description: "show what changes in each file", short: "d" }),
    verbose,
    strict,
    detailedExitCode,
    json,
  },
  atMostOneOf: [["file", "instance"]],
  examples: ["ors render site.yaml --output etc", "ors render -i site.yaml -o etc --dry-run --diff"],
});

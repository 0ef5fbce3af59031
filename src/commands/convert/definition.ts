import { defineCommand } from "../../console/definition.ts";
import { instance, instanceFile, json } from "../options.ts";

export const definition = defineCommand({
  details: [
    "Prints parameters of the older form in the newer one to standard output, comments and order as they were, and says " +
      "to standard error what was written anew, what that changes on the air and what stays. No file is changed: what is " +
      "printed goes to another file, and the way back is the file that there was.",
    'To try the 2026 layout of enb.cfg without a conversion, put enb_cfg_layout: "2026" into configuration: the rendered ' +
      "files are the same.",
  ],
  arguments: { file: instanceFile },
  options: { instance, json },
  atMostOneOf: [["file", "instance"]],
  examples: ["ors convert site.yaml > newer.yaml", "ors convert --instance site.yaml --json"],
});

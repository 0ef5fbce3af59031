import { defineCommand } from "../../console/definition.ts";
import { seconds } from "../../console/option/number.ts";
import { file, text } from "../../console/option/word.ts";

const day = 86_400;

export const definition = defineCommand({
  arguments: {},
  options: {
    url: text({ metavar: "url", description: "the eNB's remote API: ws://host:port", required: true }),
    passwordFile: file({ description: "the file with the remote API's password" }),
    log: file({ description: "the log; older ones are .1, .2, …", required: true }),
    promises: file({
      description:
        "promises to check for SlapOS, as a partition has them in etc/promises.json; run in its folder",
    }),
    period: seconds({ description: "time between two lines", default: 60, min: 1, max: day }),
  },
  examples: ["ors stats-log --url ws://127.0.1.2:9001 --log var/log/enb-stats.log --period 60"],
});

import { defineCommand } from "../../console/definition.ts";
import { seconds } from "../../console/option/number.ts";
import { type Kind, makeOption } from "../../console/option/option.ts";
import { file } from "../../console/option/word.ts";
import { quote } from "../../issue/quote.ts";
import { apiUrlForm, isApiUrl } from "../../remote-api/api-url.ts";

const day = 86_400;

const apiUrl: Kind<string> = {
  metavar: "<url>",
  completion: { kind: "nothing" },
  format: (url) => url,
  parse: (given) =>
    isApiUrl(given)
      ? { value: given }
      : { what: `${quote(given)} is not the URL of a remote API`, expected: apiUrlForm },
};

export const definition = defineCommand({
  arguments: {},
  options: {
    url: makeOption(apiUrl, { description: "the eNB's remote API: ws://host:port", required: true }),
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

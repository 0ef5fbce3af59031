import { defineCommand } from "../../console/definition.ts";
import { seconds } from "../../console/option/number.ts";
import { file, flag } from "../../console/option/word.ts";
import { defaultBootSeconds, defaultTimeoutSeconds } from "../../emulate/limits.ts";
import { delay, instance, instanceFile, json, loss, watchState } from "../options.ts";
import { switchOptions } from "./switch-options.ts";

const day = 86_400;

export const definition = defineCommand({
  details: [
    "While it runs, `ors emulated` says how Radio Units are, and `ors emulated RU ORDER` unplugs one, restarts it, raises alarms, or has it do things wrong.",
    "With --switch, Radio Units are behind a VLAN switch of this process, at its ports with `radio: RU`. Each searches the VLAN of its management: without a tag, then on --vlans, then on --vlan-range, one after the other; and again when it restarts, or its lease has ended.",
  ],
  arguments: { file: instanceFile },
  options: {
    instance,
    switch: file({ description: "put the Radio Units behind a switch with this configuration" }),
    ...switchOptions,
    dnsmasq: file({ description: "run dnsmasq with this file too, where no service does" }),
    once: flag({ description: "end as soon as every Radio Unit has answered; exit 1 where one did not" }),
    timeout: seconds({
      description: "how long a Radio Unit may take to get its address",
      default: defaultTimeoutSeconds,
      min: 1,
      max: day,
    }),
    faults: file({ description: "what Radio Units do wrong: JSON, a list of faults for each reference" }),
    boot: seconds({
      description: "how long a restart takes",
      default: defaultBootSeconds,
      min: 0,
      max: day,
    }),
    state: watchState,
    loss,
    delay,
    json,
  },
  atMostOneOf: [
    ["file", "instance"],
    ["switch", "timeout"],
  ],
  examples: [
    "ors emulate site.yaml",
    "ors emulate site.yaml --dnsmasq etc/dnsmasq.cfg --once",
    "ors emulate site.yaml --switch switch.yaml --vlans 10,20,30 --vlan-range 100-200",
  ],
});

import { defineCommand } from "../../console/definition.ts";
import { mac } from "../../console/option/mac.ts";
import { seconds } from "../../console/option/number.ts";
import { file, text } from "../../console/option/word.ts";
import { defaultRadioInterface } from "../../link/limits.ts";
import { delay, loss } from "../options.ts";

const day = 86_400;

export const definition = defineCommand({
  arguments: {},
  options: {
    tap: text({ metavar: "name", description: "the subtap, opened as the eNB would", required: true }),
    netns: text({
      metavar: "name",
      description: "network namespace of the Radio Unit: a name or a path",
      required: true,
    }),
    mac: mac({ description: "the Radio Unit's MAC address", required: true }),
    interface: text({
      metavar: "name",
      description: "name of its interface there",
      default: defaultRadioInterface,
    }),
    loss,
    delay,
    interval: seconds({
      description: "time between counter lines while frames move; 0 for none",
      default: 10,
      max: day,
    }),
    pcap: file({ description: "record every frame, for Wireshark" }),
  },
  examples: [
    "ors link --tap slaptap16-1 --netns ru1 --mac 00:0a:45:00:00:01",
    "ors link --tap slaptap16-1 --netns ru1 --mac 00:0a:45:00:00:01 --loss 1% --delay 20ms --pcap ru1.pcap",
  ],
});

import { defineCommand } from "../../../console/definition.ts";
import { argument } from "../../../console/option/argument.ts";
import { count, seconds } from "../../../console/option/number.ts";
import { choice, file, text } from "../../../console/option/word.ts";
import { captureWays, maxCaptureFrames } from "../../../link/switch/capture/protocol.ts";
import { json } from "../../options.ts";
import { control } from "../options.ts";

const daySeconds = 86_400;

export const definition = defineCommand({
  details: [
    "What comes in at one port of a switch and what leaves there, for Wireshark or tcpdump, until a signal ends it. pcapng " +
      "says which way each frame went and how many were lost; pcap does not. Frames that come faster than they can be " +
      "written are lost to the capture and counted, never to the switch.",
    "A frame that leaves is captured as it is given to the port; whether it could be sent, the counters say.",
  ],
  arguments: {
    port: argument(text({ metavar: "port", description: "the port's name", required: true })),
  },
  options: {
    control,
    pcap: file({ description: "the file to write; - is standard output", required: true }),
    format: choice(["pcap", "pcapng"], {
      metavar: "format",
      description: "its format",
      shownDefault: "pcapng where the name ends in .pcapng, else pcap",
    }),
    direction: choice(captureWays, {
      metavar: "way",
      description: "in: what the switch receives at the port; out: what it sends there",
      default: "both",
    }),
    count: count({
      description: "end after so many frames",
      shownDefault: "no limit",
      min: 1,
      max: maxCaptureFrames,
    }),
    for: seconds({ description: "end after so long", shownDefault: "no limit", max: daySeconds }),
    json,
  },
  examples: [
    "ors switch capture ru1 --control var/switch.sock --pcap ru1.pcapng --count 100",
    "ors switch capture ru1 --control var/switch.sock --pcap - | tcpdump -n -r -",
    "ors switch capture ru1 --control var/switch.sock --pcap - --format pcapng | wireshark -k -i -",
  ],
});

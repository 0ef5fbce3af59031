import { defineCommand } from "../../../console/definition.ts";
import { count, milliseconds } from "../../../console/option/number.ts";
import { common, fieldsOrFile, maxFrames, port, timeout } from "../options.ts";

const dayMs = 86_400_000;

export const definition = defineCommand({
  details: [
    "Sends frames to a port and ends with 0 once all went, with 1 where the port did not take them in time. A frame without " +
      "options is a broadcast from 02:00:00:00:00:01 of type 0x88b5 with nothing in it; nothing is padded.",
  ],
  arguments: { port },
  options: {
    ...common,
    count: count({ description: "how many times", default: 1, min: 1, max: maxFrames }),
    interval: milliseconds({ description: "time between two frames", default: 0, max: dayMs }),
    timeout: timeout("how long to wait for the port, and until it takes a frame"),
  },
  atMostOneOf: fieldsOrFile,
  examples: [
    "ors frame send tap:slaptap16 --vlan 100:3 --payload hello",
    "ors frame send held:ru1 --dst 02:00:00:00:00:02 --length 64 --sequence --count 1000",
    "ors frame send shm:sim.sock#1 --secret-file sim.secret --pcap-in frames.pcap",
  ],
});

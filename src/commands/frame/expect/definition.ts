import { defineCommand } from "../../../console/definition.ts";
import { count } from "../../../console/option/number.ts";
import { file, flag } from "../../../console/option/word.ts";
import { common, fieldsOrFile, maxFrames, port, timeout } from "../options.ts";

export const definition = defineCommand({
  details: [
    "Waits for frames and compares each with the fields that are given: 0 where all came as they must, 1 where one " +
      "did not, or another came. What is left out is not compared; a payload without a length is all that stands " +
      "behind the type.",
    "With --none any frame is one too many, and ends the waiting at once.",
  ],
  arguments: { port },
  options: {
    ...common,
    count: count({
      description: "how many must come",
      shownDefault: "1, or all frames of the capture file",
      min: 1,
      max: maxFrames,
    }),
    timeout: timeout("how long to wait"),
    ignoreOthers: flag({ description: "pass over frames that are not as they must be" }),
    none: flag({ description: "no frame may come; with --ignore-others, none with these fields" }),
    pcap: file({ description: "write every frame that came, for Wireshark" }),
  },
  atMostOneOf: [...fieldsOrFile, ["none", "count"], ["none", "pcapIn"]],
  examples: [
    "ors frame expect held:host --vlan none --payload hello",
    "ors frame expect tap:slaptap16 --vlan 100 --sequence --count 1000 --timeout 10",
    "ors frame expect held:ru2 --none --timeout 0.2",
  ],
});

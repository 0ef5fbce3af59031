import { defineCommand } from "../../console/definition.ts";
import { argument, restArgument } from "../../console/option/argument.ts";
import { count } from "../../console/option/number.ts";
import { flag, text } from "../../console/option/word.ts";
import { maxTapQueues } from "../../link/limits.ts";

export const definition = defineCommand({
  arguments: {
    name: argument(text({ metavar: "name", description: "the TAP", required: true })),
    command: restArgument(
      text({
        metavar: "command",
        description: "the program; {fd} in its words becomes 3, or 3:4:… for queues",
      }),
    ),
  },
  options: {
    vnetHdr: flag({ description: "with a virtio header before each frame, where the kernel can" }),
    queues: count({
      description: "open it that many times, from descriptor 3 on",
      default: 1,
      min: 1,
      max: maxTapQueues,
    }),
  },
  examples: ["ors tap exec slaptap16-1 -- qemu-system-x86_64 -netdev tap,id=n0,fd={fd},vhost=off"],
});

import { expect, test } from "vitest";
import { commands } from "../../src/commands/table.ts";
import { standardReceiveBuffer } from "../../src/netlink/monitor.ts";
import { standardSlice } from "../../src/watch/follow/worker.ts";
import { standardQueueBytes, standardSettle } from "../../src/watch/watch.ts";

test("the help of ors watch shows the defaults that it has", () => {
  const options = commands.find(({ name }) => name === "watch")?.options ?? [];
  const shown = new Map(options.map(({ flags, standard }) => [flags.split(" ")[0], standard]));
  expect(Object.fromEntries(shown)).toMatchObject({
    "--settle": `${standardSettle}`,
    "--batch": `${standardSlice.messages}`,
    "--slice": `${standardSlice.milliseconds}`,
    "--pause": `${standardSlice.pause}`,
    "--queue": `${standardQueueBytes / 1024}`,
    "--receive-buffer": `${standardReceiveBuffer / 1024}`,
  });
});

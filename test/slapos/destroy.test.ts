/** `sbin/destroy` of a partition whose watch still runs. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { renderDestroy } from "../../src/slapos/partition/render-destroy.ts";
import { slaptap16 } from "../support/netns-slaptap.ts";
import { useStage } from "../support/stage.ts";
import { until } from "../support/until.ts";
import { cli, openNode, startWatch } from "../system/watch/watched-node.ts";

const node = useStage(() => openNode(2));

test("the watch of the partition ends first, so that the subtaps stay away", async () => {
  const { folder: partition, folderOutside } = node.namespace;
  const watch = startWatch(node);
  const isKept = () => watch.status()?.condition === "in sync";
  await until(isKept, "the kernel is as planned", () => watch.lines.join("\n"));
  const { pid, startTicks } = watch.status() ?? {};
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(folderOutside, path)), { recursive: true });
    chmodSync(dirname(join(folderOutside, path)), 0o755);
    writeFileSync(join(folderOutside, path), content);
    chmodSync(join(folderOutside, path), 0o755);
  };
  write("var/run/watch.started", `${pid} ${startTicks} 0123456789abcdef\n`);
  write("bin/ors", `#!/bin/sh\nexec ${process.execPath} ${cli} "$@" --trampoline ${node.trampoline}\n`);
  const environment = { ors: `${partition}/bin/ors`, partition };
  const { path, content } = renderDestroy({ testing: false }, node.plan, environment);
  write(path, content);

  const { status, stderr } = node.namespace.run([join(partition, path)], { user: slaptap16.user });

  expect(status, stderr).toBe(0);
  expect(await watch.end()).toBe(0);
  expect(node.witness()).toEqual([]);
});

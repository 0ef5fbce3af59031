/** `ors undo`: files and subtaps go back as one, or stay as one. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Outcome } from "../../support/netns.ts";
import { slaptap16 } from "../../support/netns-slaptap.ts";
import { useStage } from "../../support/stage.ts";
import { until } from "../../support/until.ts";
import { cli, openNode, planOf, startWatch, type WatchedNode } from "../watch/watched-node.ts";

/** A node where two Radio Units were rendered and applied, and then three. */
const node = useStage(async () => {
  const made = await openNode(2);
  for (const count of ["2", "3"]) {
    const file = join(made.namespace.folder, `${count}.yaml`);
    const words = ["--slaptap", slaptap16.name, "--range", slaptap16.range];
    const { stdout } = runOrs(made, "new", "--ru-count", count, ...words);
    writeFileSync(join(made.namespace.folderOutside, `${count}.yaml`), stdout);
    const applied = runOrs(made, "apply", file, "--render", etc(made), "--trampoline", made.trampoline);
    if (applied.status !== 0) throw new Error(applied.stderr);
  }
  return made;
});

function runOrs({ namespace }: Pick<WatchedNode, "namespace">, ...words: string[]): Outcome {
  return namespace.run([process.execPath, cli, ...words], { user: slaptap16.user });
}

function etc({ namespace }: Pick<WatchedNode, "namespace">): string {
  return join(namespace.folder, "etc");
}

function undo(...words: string[]): Outcome {
  return runOrs(node, "undo", "--output", etc(node), "--trampoline", node.trampoline, ...words);
}

/** Subtaps of plan.json and of the kernel, which are to be the same ones. */
function subtaps(): readonly [planned: string[], there: string[]] {
  const { taps } = JSON.parse(readFileSync(node.planFileOutside, "utf8")) as { taps: { name: string }[] };
  const links = node.namespace.ip("link").map(({ ifname }) => String(ifname));
  return [taps.map(({ name }) => name), links.filter((name) => name.startsWith(`${slaptap16.name}-`)).sort()];
}

const two = ["slaptap16-1", "slaptap16-2"];
const three = [...two, "slaptap16-3"];

test("files and subtaps go back, and the next undo brings them again", () => {
  expect(subtaps()).toEqual([three, three]);
  const dry = undo("--dry-run");
  expect(dry.stdout).toContain("would remove slaptap16-3 link\n");
  expect(subtaps()).toEqual([three, three]);
  const run = undo();
  expect(run).toMatchObject({ status: 0, stderr: "" });
  expect(run.stdout).toContain("removed CELL03-drb.cfg\n");
  expect(run.stdout).toContain("removed slaptap16-3 link\n");
  expect(run.stdout).toContain('"RU03": gone, slaptap16-3');
  expect(subtaps()).toEqual([two, two]);
  expect(undo().status).toBe(0);
  expect(subtaps()).toEqual([three, three]);
});

test("where the subtaps cannot go back the files stay, too", () => {
  const run = undo("--trampoline", "/nowhere/netcapdo");
  expect(run.status).toBe(4);
  expect(run.stderr).toContain("/nowhere/netcapdo");
  expect(subtaps()).toEqual([three, three]);
  expect(undo("--dry-run").stdout).toContain("would remove slaptap16-3 link\n");
});

test("beside a watch of another plan it ends 4; one that keeps this plan.json follows", async () => {
  const other = join(node.namespace.folderOutside, "other.json");
  writeFileSync(other, JSON.stringify(planOf(3)));
  for (const [plan, status] of [
    ["other.json", 4],
    ["etc/plan.json", 0],
  ] as const) {
    const isInSync = () => watch.status()?.alive === true && watch.status()?.condition === "in sync";
    const watch = startWatch(node, "--plan", join(node.namespace.folder, plan), "--state", node.state);
    try {
      await until(isInSync, "the kernel is as planned");
      const run = undo();
      expect([plan, run.status, run.stderr]).toEqual([plan, status, status === 0 ? "" : expect.any(String)]);
      if (status === 4)
        expect(run.stderr).toMatch(/`ors watch`, process \d+, keeps slaptap16 as \S+other\.json/);
      const expected = status === 0 ? two : three;
      await until(() => subtaps()[1].join() === expected.join(), "the kernel is as the files plan");
    } finally {
      await watch.end();
    }
  }
  expect(subtaps()[0]).toEqual(two);
});

test("without earlier files it ends 4 and says where it looked", () => {
  const run = runOrs(node, "undo", "--output", join(node.namespace.folder, "nothing"));
  expect(run.status).toBe(4);
  expect(run.stderr).toMatch(/nothing: no earlier files are kept in \S+\/var: nothing to undo\n/);
});

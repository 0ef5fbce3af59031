/** Commands beside a watch that would undo what they do. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Outcome } from "../../support/netns.ts";
import { slaptap16 } from "../../support/netns-slaptap.ts";
import { useStage } from "../../support/stage.ts";
import { until } from "../../support/until.ts";
import { cli, openNode, planOf, startWatch } from "../watch/watched-node.ts";

const node = useStage(() => openNode(2));

function ors(...words: string[]): Outcome {
  return node.namespace.run([process.execPath, cli, ...words], { user: slaptap16.user });
}

/** Runs an action beside a watch of the node's plan, and gives what the action gave. */
async function beside<T>(act: () => T): Promise<T> {
  const watch = startWatch(node);
  try {
    const isKept = () => watch.status()?.alive === true && watch.status()?.condition === "in sync";
    await until(isKept, "the kernel is as planned");
    return act();
  } finally {
    await watch.end();
  }
}

test("down and an apply of another plan end 4 and plan file, and change nothing", async () => {
  const other = join(node.namespace.folderOutside, "other.json");
  writeFileSync(other, JSON.stringify(planOf(3)));
  await beside(() => {
    const subtaps = node.witness();
    for (const words of [
      ["down", "--plan", node.planFile],
      ["down", "--slaptap", slaptap16.name],
      ["apply", "--plan", join(node.namespace.folder, "other.json"), "--trampoline", node.trampoline],
    ]) {
      const run = ors(...words);
      expect(run.status, words.join(" ")).toBe(4);
      expect(run.stderr).toMatch(
        /`ors watch`, process \d+, keeps slaptap16 as \S+\/etc\/plan\.json wants it/,
      );
    }
    expect(node.witness()).toEqual(subtaps);
  });
});

test("an apply of the plan that the watch keeps is allowed", async () => {
  const run = await beside(() => ors("apply", node.planFile, "--trampoline", node.trampoline));
  expect(run).toMatchObject({ status: 0, stdout: "nothing to do\n" });
});

test("a subtap is taken down by the reference of its Radio Unit, and the way back is a line that works", async () => {
  await beside(() => {
    const down = ors("tap", "down", "RU2", "--plan", node.planFile);
    expect(down.stdout).toContain("slaptap16-2 is taken down, until");
    const [, wayBack] = /`ors (.*)`/.exec(down.stdout) ?? [];
    expect(ors(...(wayBack ?? "").split(" ")).stdout).toBe("slaptap16-2 is no longer taken down\n");
  });
});

test("without options, the marks are those of the watch that runs", async () => {
  await beside(() => {
    expect(ors("tap", "down", "slaptap16-1")).toMatchObject({ status: 0, stderr: "" });
    expect(ors("tap", "up", "slaptap16-1").stdout).toBe("slaptap16-1 is no longer taken down\n");
  });
});

test("a subtap that is not planned, or of no known instance, cannot be taken down", () => {
  const unplanned = ors("tap", "down", "slaptap16-9", "--plan", node.planFile);
  expect(unplanned.status).toBe(2);
  expect(unplanned.stderr).toContain('slaptap16-1 ("RU1"), slaptap16-2 ("RU2")');
  expect(ors("tap", "down", "slaptap16-1")).toMatchObject({ status: 2, stdout: "" });
  expect(ors("tap", "down", "lo-1").stderr).toContain("no watch of lo runs here");
});

/** The trampoline that is started ahead, against programs in its place. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTrampoline } from "../../src/watch/reconcile/trampoline.ts";
import { until } from "../support/until.ts";
import { plan, planJson } from "./messages.ts";

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ors-ahead-"));
  path = join(folder, "netcapdo");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Notes its start, and with a request that it has it, by its version. */
function install(version: string): void {
  const script = `echo start ${version} >> ${folder}/log; request=$(cat); [ -z "$request" ] && exit 2
echo "$request" > ${folder}/request; echo run ${version} >> ${folder}/log
echo "changed slaptap16-1 mtu"; echo ok 2 taps, 1 changes`;
  rmSync(path, { force: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

const log = () => readFileSync(join(folder, "log"), "utf8").trim().split("\n");

const logged = (count: number) => {
  try {
    return log().length >= count;
  } catch {
    return false;
  }
};

test("one waits before it is needed, does what is asked, and the next one waits", async () => {
  install("1");
  const trampoline = createTrampoline(path);
  trampoline.prepare();
  trampoline.prepare();
  await until(() => logged(1), "1 lines are noted");
  const run = await trampoline.apply(plan, new Set(["slaptap16-2"]));
  expect(run).toMatchObject({ failure: null, changes: [{ name: "slaptap16-1", what: "mtu" }] });
  await until(() => logged(3), "3 lines are noted");
  expect(log()).toEqual(["start 1", "run 1", "start 1"]);
  const [, , first, second] = readFileSync(join(folder, "request"), "utf8").split("\n");
  expect(first).toBe(
    `tap slaptap16-1 ${planJson.taps[0]?.network} ${planJson.taps[0]?.gateway} ${planJson.taps[0]?.addr}`,
  );
  expect(second).toMatch(/ down$/);
  await trampoline.close();
});

test("one that waits is of no use once the program has changed", async () => {
  install("1");
  const trampoline = createTrampoline(path);
  trampoline.prepare();
  await until(() => logged(1), "1 lines are noted");
  install("2");
  expect(await trampoline.apply(plan, new Set())).toMatchObject({ failure: null });
  expect(log()).toContain("run 2");
  expect(log()).not.toContain("run 1");
  await trampoline.close();
});

test("one that was killed while it waited is replaced when it is needed", async () => {
  install("1");
  writeFileSync(
    path,
    `#!/bin/sh\n[ -e ${folder}/again ] || { touch ${folder}/again; kill -9 $$; }\ncat >/dev/null; echo ok 2 taps, 0 changes`,
  );
  const trampoline = createTrampoline(path);
  trampoline.prepare();
  await until(() => existsSync(join(folder, "again")), "it was killed");
  // Its end may come to be known only while it is used: then that run fails, and the next one does not.
  await until(async () => (await trampoline.apply(plan, new Set())).failure === null, "another is used");
  await trampoline.close();
});

test("a program that is not there is a failure of the run, not of the watch", async () => {
  const trampoline = createTrampoline(path);
  trampoline.prepare();
  const run = await trampoline.apply(plan, new Set());
  expect(run.failure).toContain("does not exist: `npm run build`");
  await trampoline.close();
});

test("sending away one that never began ends nobody else", async () => {
  const trampoline = createTrampoline(path);
  trampoline.prepare();
  await trampoline.close();
  trampoline.prepare();
  expect((await trampoline.apply(plan, new Set())).failure).toContain("does not exist: `npm run build`");
});

test("closed, none is started any more", async () => {
  install("1");
  const trampoline = createTrampoline(path);
  await trampoline.close();
  trampoline.prepare();
  await trampoline.apply(plan, new Set());
  expect(log()).toEqual(["start 1", "run 1"]);
});

test("a plan that cannot be a request is a failure that says so", async () => {
  install("1");
  const trampoline = createTrampoline(path);
  const taps = plan.taps.map((tap) => ({ ...tap, name: "two words" }));
  const run = await trampoline.apply({ ...plan, taps }, new Set());
  expect(run.failure).toContain("two words");
  await trampoline.close();
});

test("each request is that of its plan and of its marks", async () => {
  install("1");
  const trampoline = createTrampoline(path);
  const request = async (wanted: typeof plan, ...down: string[]) => {
    await trampoline.apply(wanted, new Set(down));
    const lines = readFileSync(join(folder, "request"), "utf8").split("\n");
    return lines
      .filter((line) => line.startsWith("tap "))
      .map((line) => line.split(" ").at(1) + (line.endsWith(" down") ? " down" : ""));
  };
  expect(await request(plan)).toEqual(["slaptap16-1", "slaptap16-2"]);
  expect(await request(plan, "slaptap16-2")).toEqual(["slaptap16-1", "slaptap16-2 down"]);
  expect(await request(plan, "slaptap16-1")).toEqual(["slaptap16-1 down", "slaptap16-2"]);
  expect(await request({ ...plan, taps: plan.taps.slice(0, 1) }, "slaptap16-1")).toEqual([
    "slaptap16-1 down",
  ]);
  await trampoline.close();
});

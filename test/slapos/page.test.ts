/** docs/slapos.md followed: each command of it is typed on a node, up to an instance whose eNB runs. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { temporaryFolder } from "../commands/ors.ts";
import { repository } from "./environment.ts";
import { type SlaposNode, startNode } from "./node.ts";
import { layOpt } from "./opt.ts";
import { readPageCommands, readPageFile } from "./page.ts";
import { promiseResults, settle } from "./partition-state.ts";
import { awaitService, powerUp } from "./radio-units.ts";
import { layMonitorStack, monitorUrl } from "./slapos-tree.ts";

vi.setConfig({ testTimeout: 900_000 });

const folder = temporaryFolder();
const parameterFiles = ["bbu1.json", "ru1.json", "cell1.json"];
let node: SlaposNode;
let unavailable: string | null = null;

beforeAll(async () => {
  if (process.getuid?.() !== 0) {
    unavailable = "a node as in production needs root";
    return;
  }
  try {
    node = await startNode("production", { partitions: 1, prepare: layOpt, release: null });
  } catch (cause) {
    unavailable = (cause as Error).message;
    return;
  }
  for (const name of parameterFiles) writeFileSync(join(node.work, name), readPageFile(name));
});

afterAll(async () => {
  await node?.stop();
});

beforeEach((context) => {
  if (unavailable !== null) context.skip(unavailable);
});

/** What a command is typed as here, where it would reach a registry, or change this machine beyond the node. */
const typedAs: readonly (readonly [RegExp, string])[] = [
  [/^apt-get install --yes/, "apt-get install --simulate"],
  [/^pip install /, "pip install --dry-run --no-build-isolation --no-deps "],
];

it("prepares a node", async () => {
  // the tests' node was formatted as it started
  await node.shell("mount -t tmpfs tmpfs /srv; ip link del slaptap0");
  const commands = readPageCommands("Preparing a node").filter((line) => !line.includes("/opt/node"));
  expect(commands.length).toBeGreaterThanOrEqual(5);
  for (const command of commands) await type(command);
  // in the place of a registry
  await type(`ln -s ${repository}/node_modules /srv/ors-amarisoft/node_modules`);
});

it("gets a Node that is new enough, from a registry", async (context) => {
  const commands = readPageCommands("Preparing a node").filter((line) => line.includes("/opt/node"));
  expect(commands).toHaveLength(3);
  const root = join(folder, "root");
  const typed = commands.join("\n").replaceAll(/\/opt\/node|\/usr\/local\/bin/g, (path) => `${root}${path}`);
  const script = `mkdir -p ${root}/usr/local/bin ${root}/opt\n${typed}`;
  const { failed, stderr } = await execa("sh", ["-ec", script], { reject: false });
  if (failed && /NewConnectionError|Could not find a version/.test(stderr)) context.skip("no registry");
  expect(failed, stderr).toBe(false);
  const { stdout } = await execa(join(root, "usr/local/bin/node"), ["-p", "process.versions.node"]);
  expect(Number(stdout.split(".")[0])).toBeGreaterThanOrEqual(20);
  expect((await execa(join(root, "usr/local/bin/npm"), ["--version"])).failed).toBe(false);
});

it("supplies and requests, and the eNB runs", async () => {
  for (const command of readPageCommands("Supplying and requesting")) {
    const { said, exit } = await run(command);
    // slapgrid ends so where a promise looked too early, and the page says so
    if (command !== "slapos node instance") expect(exit, `${command}\n${said}`).toBe(0);
  }
  // what the page's Radio Unit stands for is connected now
  await powerUp(node, 0);
  await awaitService(node, 0, ["bbu1.RU1"]);
  await settle(node, {});
  const results = promiseResults(node.partition(0));
  expect(results.filter(({ failed }) => failed)).toEqual([]);
  expect(results.map(({ title }) => title)).toContain("check-enb");
  const { exit, said } = await node.shell("supervisorctl -c $ORS_WORK/inst/etc/supervisord.conf status");
  expect(said, String(exit)).toMatch(/slappart0:enb-\S+\s+RUNNING/);
  expect(readFileSync(join(node.partition(0), "etc/enb.cfg"), "utf8")).toContain("/dev/sdr0@0");
});

it("upgrades by path", async () => {
  for (const command of readPageCommands("Upgrade, and back")) await type(command);
});

it("shows its promises by the monitor stack where the node has it", async () => {
  const path = "/srv/monitored/software.cfg";
  layMonitorStack(join(node.work, "slapos"));
  writeFileSync(join(node.work, "monitored.cfg"), readPageFile(path));
  await type(`cp -r slapos /srv/slapos; mkdir /srv/monitored; cp monitored.cfg ${path}`);
  for (const command of readPageCommands("Monitoring")) await type(command);
  const told = JSON.parse(readFileSync(join(node.partition(0), ".ors/published.json"), "utf8"));
  expect(told[""]).toMatchObject({ "monitor-base-url": monitorUrl, "cell-list": ["bbu1.CELL1"] });
});

/** Types a command where the node is, and expects it to be good. */
async function type(command: string): Promise<void> {
  const { exit, said } = await run(command);
  expect(exit, `${command}\n${said}`).toBe(0);
}

function run(command: string) {
  const typed = typedAs.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), command);
  const environment = [
    `REPOSITORY=file://${repository}`,
    "SLAPOS_CONFIGURATION=$ORS_WORK/slapos.cfg",
    "SLAPOS_CLIENT_CONFIGURATION=$ORS_WORK/slapos.cfg",
    "GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'",
  ];
  return node.shell(`export ${environment.join(" ")}; cd $ORS_WORK && ${typed} < /dev/null`);
}

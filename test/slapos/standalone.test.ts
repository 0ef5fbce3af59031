/** The release on a real standalone node: built, requested, changed, broken, mended, taken away. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { renderInstance } from "../../src/render/render-instance.ts";
import { goldenCase, value } from "../render/golden-cases.ts";
import { type SlaposNode, startNode } from "./node.ts";
import { enb, lopcomm, lopcommSites, lteCell, sdr } from "./parameters.ts";
import { ours, processes, promiseResults, rendered, settle, snapshot } from "./partition-state.ts";

vi.setConfig({ testTimeout: 900_000 });

let node: SlaposNode;
let unavailable: string | null = null;

/** Reference cases, each requested as an instance of its own, from partition 1 on. */
const cases = ["lte-single", "sunwave-and-lopcomm", "odd-names"] as const;

beforeAll(async () => {
  if (process.getuid?.() !== 0) {
    unavailable = "the network of the reference cases is laid in a namespace by root";
    return;
  }
  try {
    node = await startNode("standalone", { partitions: cases.length + 1 });
  } catch (cause) {
    unavailable = (cause as Error).message;
    return;
  }
  const built = await node.call<{ exit: number; said: string }>("software");
  expect(built.exit, built.said).toBe(0);
  await node.request({ reference: "main", parameters: enb });
  for (const one of lopcommSites("main.", 4)) await node.request(one);
  for (const [index, name] of cases.entries()) await requestCase(name, index + 1);
  await settle(node, {});
}, 900_000);

afterAll(async () => {
  await node?.stop();
});

beforeEach((context) => {
  if (unavailable !== null) context.skip(unavailable);
});

describe("a release", () => {
  it("passes SlapOS's own check of its executables and libraries", async () => {
    expect(await node.call("check_software", { url: node.release })).toBeNull();
  });

  it("changes no file when it is built again and nothing changed", async () => {
    const before = snapshot(node.software(), [
      "parts",
      "develop-eggs",
      "instance.cfg",
      "bin/ors",
      "bin/dnsmasq",
    ]);
    expect(before.size).toBeGreaterThan(30);
    expect((await node.call<{ exit: number }>("rebuild")).exit).toBe(0);
    expect(
      snapshot(node.software(), ["parts", "develop-eggs", "instance.cfg", "bin/ors", "bin/dnsmasq"]),
    ).toEqual(before);
  });
});

describe.each(cases.map((name, index) => ({ name, partition: index + 1 })))(
  "an instance with the parameters of $name",
  ({ name, partition }) => {
    it("has in etc the files of the reference case, byte for byte", async () => {
      const { site, plan } = await goldenCase(name);
      const folder = node.partition(partition);
      const wanted = value(renderInstance(site, plan, { state: join(folder, "var") }));
      expect(wanted.length).toBeGreaterThan(2);
      for (const { path, content } of wanted)
        expect(readFileSync(join(folder, "etc", path), "utf8"), path).toBe(content);
    });
  },
);

describe("an instance with four Lopcomm Radio Units and four cells", () => {
  it("publishes what it is", async () => {
    const names = (kind: string) => [1, 2, 3, 4].map((number) => `main.${kind}${number}`);
    expect(await node.published("main")).toEqual({
      "amarisoft-version": "Unknown",
      "license-expiration": "Unknown",
      "enb-ipv4": "10.0.0.9",
      "enb-ipv6": "fc00::9",
      "ru-list": names("RU"),
      "cell-list": names("CELL"),
      "peer-list": [],
      "peer-cell-list": [],
    });
    expect(await node.published("main.RU1", true)).toEqual({
      enb: "main",
      "cell-list": ["main.CELL1"],
      tx_gain: 11,
      rx_gain: 21,
      txrx_active: "ACTIVE",
    });
    expect(await node.published("main.CELL1", true)).toEqual({
      enb: "main",
      ru: "main.RU1",
      band: "b1",
      dl_earfcn: 110,
      ul_earfcn: 18110,
    });
    expect(await node.published("main.CELL2", true)).toEqual({
      enb: "main",
      ru: "main.RU2",
      band: "n78",
      dl_nr_arfcn: 630002,
      ul_nr_arfcn: 630002,
      ssb_nr_arfcn: 630048,
    });
  });

  it("has only promises that hold", () => {
    const results = promiseResults(node.partition(0));
    expect(results.map(({ title }) => title)).toEqual(["config"]);
    expect(results.filter(({ failed }) => failed)).toEqual([]);
  });

  it("writes nothing and restarts nothing in a run that changes nothing", async () => {
    const before = snapshot(node.partition(0), ours);
    const running = await processes(node);
    expect(running.length).toBeGreaterThan(2);
    expect((await node.instance({ only: 0 })).exit).toBe(0);
    expect(snapshot(node.partition(0), ours)).toEqual(before);
    expect(await processes(node)).toEqual(running);
  });

  it("restarts only the eNB when one gain changes", async () => {
    const before = await processes(node);
    await node.request({ reference: "main.RU1", shared: true, parameters: lopcomm(1, { tx_gain: 3 }) });
    await settle(node);
    const after = await processes(node);
    expect(before.filter((line) => !after.includes(line))).toEqual([
      expect.stringContaining("slappart0:enb-"),
    ]);
    expect(after.filter((line) => !before.includes(line))).toEqual([
      expect.stringContaining("slappart0:enb-"),
    ]);
    expect(await node.published("main.RU1", true)).toMatchObject({ tx_gain: 3 });
  });

  it("stops at a wrong parameter with what `ors check` says, and shows it to the requester", async () => {
    const before = snapshot(node.partition(0), rendered);
    await node.request({ reference: "main.RU2", shared: true, parameters: lopcomm(2, { tx_gain: "loud" }) });
    const run = await node.instance({ only: 0 });
    const told = await node.published("main.RU2", true);
    const untold = await node.published("main.RU1", true);
    const after = snapshot(node.partition(0), rendered);
    await node.request({ reference: "main.RU2", shared: true, parameters: lopcomm(2) });
    await settle(node);
    const line = 'shared "main.RU2": tx_gain: "loud" is text; expected: a number';
    expect(run.exit).not.toBe(0);
    expect(run.said).toContain(line);
    expect(told).toMatchObject({ tx_gain: 12, error: line });
    expect(untold).not.toHaveProperty("error");
    expect(after).toEqual(before);
    expect(await node.published("main.RU2", true)).not.toHaveProperty("error");
  });

  it("refuses SDR beside CPRI Radio Units, naming both", async () => {
    await node.request({ reference: "main.RU5", shared: true, parameters: sdr(0) });
    await node.request({ reference: "main.CELL5", shared: true, parameters: lteCell(5, "main.RU5") });
    const run = await node.instance({ only: 0 });
    for (const name of ["RU5", "CELL5"])
      await node.request({ reference: `main.${name}`, shared: true, state: "destroyed" });
    expect(run.exit).not.toBe(0);
    expect(run.said).toMatch(/"main.RU5"/);
    expect(run.said).toMatch(/"main.RU1"/);
  });

  it("leaves nothing of a Radio Unit that is taken away", async () => {
    for (const name of ["RU4", "CELL4"])
      await node.request({ reference: `main.${name}`, shared: true, state: "destroyed" });
    await settle(node);
    const left = [...snapshot(node.partition(0), ours).keys()].filter((path) => /(RU|CELL)4/.test(path));
    expect(left).toEqual([]);
    expect(await node.published("main")).toMatchObject({ "ru-list": ["main.RU1", "main.RU2", "main.RU3"] });
  });

  it.each([
    ["a list", "[1, 2]"],
    ["what is no JSON", "{"],
  ])("stops with one plain error when the master hands over %s as its parameters", async (_, raw) => {
    await node.request({ reference: "main", raw });
    const run = await node.instance({ only: 0 });
    await node.request({ reference: "main", parameters: enb });
    expect(run.exit).not.toBe(0);
    expect(run.said).toContain("configuration: ");
    expect(run.said).not.toMatch(/Traceback|at .*\.js:\d/);
  });

  it("is whole after the next run, whenever a run is killed", async () => {
    await settle(node);
    await node.request({ reference: "main.RU1", shared: true, parameters: lopcomm(1, { tx_gain: 4 }) });
    const ends: unknown[] = [];
    for (const after of [0.5, 0.8, 1.1]) ends.push(await node.call("killed_instance", { after }));
    expect(ends).toContain("killed");
    await settle(node);
    const folder = join(node.partition(0), "etc");
    const check = await node.shell(
      `${node.software()}/bin/ors promise config --instance ${folder}/instance.json --output ${folder}`,
    );
    expect(check).toMatchObject({ exit: 0 });
    expect(readFileSync(join(folder, "instance.json"), "utf8")).toContain('\\"tx_gain\\": 4');
    expect(readdirSync(node.partition(0)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("is made anew, with everything running on, when an upgrade of the release replaces the recipe", async () => {
    await settle(node);
    const running = await processes(node);
    const recipe = join(node.software(), "parts/ors-recipe/ors_recipe/__init__.py");
    await node.shell(`echo '# another version' >> ${recipe}`);
    const run = await node.instance({ only: 0 });
    expect(run.said).toContain("Uninstalling enb.");
    expect(run.exit, run.said).toBe(0);
    expect(await processes(node)).toEqual(running);
    const { exit, said } = await node.shell(`${node.partition(0)}/etc/promise/config`);
    expect({ exit, said }).toEqual({
      exit: 0,
      said: expect.stringMatching(/^config: \d+ files are as they were made\n$/),
    });
  });

  it("says in one line what was changed by hand, and the next run mends it", async () => {
    const path = join(node.partition(0), "etc/enb.cfg");
    const check = `${node.partition(0)}/etc/promise/config`;
    const right = readFileSync(path, "utf8");
    await node.shell(`echo '// by hand' >> ${path}`);
    const { exit, said } = await node.shell(check);
    expect({ exit, said }).toEqual({
      exit: 1,
      said: "config: enb.cfg is not what the parameters ask for: run `slapos node instance`\n",
    });
    await settle(node);
    expect(readFileSync(path, "utf8")).toBe(right);
  });

  it("lets itself be destroyed", async () => {
    for (const number of [1, 2, 3])
      for (const kind of ["CELL", "RU"])
        await node.request({ reference: `main.${kind}${number}`, shared: true, state: "destroyed" });
    await node.request({ reference: "main", parameters: enb, state: "destroyed" });
    const run = await node.call<{ exit: number; said: string }>("report");
    expect(run.exit, run.said).toBe(0);
    expect(readdirSync(node.partition(0)).filter((name) => !name.startsWith("."))).toEqual([]);
  });
});

/** Requests a reference case, with the TAP that it speaks of. */
async function requestCase(name: string, partition: number): Promise<void> {
  const path = join(import.meta.dirname, `../golden/${name}.json`);
  const { instance } = JSON.parse(readFileSync(path, "utf8"));
  await node.call("give_tap", {
    partition: `slappart${partition}`,
    tap: {
      name: instance["tap-name"],
      ipv6_network: instance["tap-ipv6-network"],
      ipv6_addr: instance["tap-ipv6-addr"],
      ipv6_gateway: instance["tap-ipv6-gateway"],
      ipv6_netmask: "",
    },
  });
  await node.request({
    reference: name,
    parameters: { com_addr: "127.0.1.2", ...instance.configuration, testing: true },
  });
  for (const one of instance["slave-instance-list"]) {
    const reference = one.slave_title
      .replace(`${instance["slap-computer-partition-id"]}_`, "")
      .replace(/^_/, "");
    await node.request({ reference, shared: true, on: partition, raw: one._ });
  }
}

/** The release as production runs it: slapgrid as root, users and slaptaps by `slapos node format`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type SlaposNode, startNode } from "./node.ts";
import { amarisoftVersion, layOpt, licenseExpiration } from "./opt.ts";
import { enb, lopcomm, lopcommSites } from "./parameters.ts";
import { ours, processes, promiseResults, settle, snapshot, watchForMissing } from "./partition-state.ts";
import { awaitService, powerUp, readManaged } from "./radio-units.ts";

vi.setConfig({ testTimeout: 900_000 });

let node: SlaposNode;
let unavailable: string | null = null;

/** Ends the simulated Radio Units of a partition, by its number. */
const powerDown: (() => Promise<void>)[] = [];

/** References of the Radio Units of each partition. */
const radioUnits = [
  ["main.RU1", "main.RU2", "main.RU3", "main.RU4"],
  ["other.RU1", "other.RU2"],
] as const;

async function powerUpAll(): Promise<void> {
  for (const [partition, references] of radioUnits.entries()) await powerUpAnew(partition, references);
}

async function powerUpAnew(partition: number, references: readonly string[]): Promise<void> {
  await powerDown[partition]?.();
  powerDown[partition] = await powerUp(node, partition);
  await awaitService(node, partition, references);
}

/** Simulated Radio Units have another host key each time they are started. */
const anyHostKey = { netconf_host_key: "any" };

/** Two of them share what the Radio Units and the node are. */
const first = { ...enb, testing: false, max_rx_sample_db: 0, min_rxtx_delay: 1 };

beforeAll(async () => {
  if (process.getuid?.() !== 0) {
    unavailable = "a node as in production needs root";
    return;
  }
  try {
    node = await startNode("production", { partitions: 2, prepare: layOpt });
  } catch (cause) {
    unavailable = (cause as Error).message;
    return;
  }
  const built = await node.call<{ exit: number; said: string }>("software");
  expect(built.exit, built.said).toBe(0);
  await node.request({ reference: "main", parameters: first });
  for (const one of lopcommSites("main.", 4, anyHostKey)) await node.request(one);
  await node.request({ reference: "other", parameters: first });
  for (const one of lopcommSites("other.", 2, anyHostKey)) await node.request({ ...one, on: 1 });
  await node.instance();
  await powerUpAll();
  await settle(node, {});
}, 900_000);

afterAll(async () => {
  await node?.stop();
});

beforeEach((context) => {
  if (unavailable !== null) context.skip(unavailable);
});

describe("a release", () => {
  it("gives trampoline and dnsmasq their capabilities as it is built", async () => {
    const { said } = await node.shell(`getcap -r ${node.software()}/parts`);
    expect(said.trim().split("\n").sort()).toEqual([
      expect.stringMatching(/\/dnsmasq\/dnsmasq cap_net_bind_service,cap_net_admin,cap_net_raw=ep$/),
      expect.stringMatching(/\/trampoline\/netcapdo cap_net_admin=ep$/),
    ]);
  });
});

describe("a partition's user", () => {
  const asUser = (user: string, command: string) =>
    node.shell(`setpriv --reuid ${user} --regid ${user} --init-groups sh -c '${command}'`);

  it("gets no capability by sudo, for whatever program", async () => {
    const program = join(node.partition(1), "python3");
    const made = await asUser("slapuser1", `cp /usr/bin/python3 ${program}`);
    expect(made.exit, made.said).toBe(0);
    const trampoline = `${node.software()}/parts/ors-amarisoft/trampoline/netcapdo`;
    for (const path of [program, trampoline]) {
      const { exit, said } = await asUser("slapuser1", `sudo -n /opt/amarisoft/setcap ${path}`);
      expect(exit).not.toBe(0);
      expect(said).toMatch(/a password is required/);
    }
    const other = await asUser("slapsoft", `sudo -n /opt/amarisoft/setcap ${program}`);
    expect(other).toMatchObject({ exit: 1, said: expect.stringMatching(/not a program of the release/) });
    expect((await node.shell(`getcap ${program}`)).said).toBe("");
    await node.shell(`rm ${program}`);
  });

  it("may prepare the machine for its eNB", async () => {
    for (const name of ["rm-tmp-lte", "init-sdr", "init-enb"])
      expect(await asUser("slapuser1", `sudo -n /opt/amarisoft/${name}`)).toMatchObject({ exit: 0 });
    const { said } = await asUser("slapuser1", "sudo -n /opt/amarisoft/rm-tmp-lte /etc");
    expect(said).toMatch(/a password is required/);
  });
});

describe("two instances on one node", () => {
  it("have subtaps of their own, which belong to each partition's user", async () => {
    expect(await subtaps()).toEqual([
      ...[1, 2, 3, 4].map((number) => `slaptap0-${number} slapuser0`),
      ...[1, 2].map((number) => `slaptap1-${number} slapuser1`),
    ]);
  });

  it("keep every promise, with the eNB, dnsmasq, the watch and the statistics running", async () => {
    for (const partition of [0, 1]) {
      const results = promiseResults(node.partition(partition));
      expect(results.map(({ title }) => title)).toEqual([
        "check-baseband-latency",
        "check-capability",
        "check-config",
        "check-cpri-lock",
        "check-disk",
        "check-dnsmasq",
        "check-enb",
        "check-radio",
        "check-remote-api",
        "check-rx-saturated",
        "check-sdr-busy",
        "check-stats-log",
        "check-taps",
        "check-watch",
      ]);
      expect(results.filter(({ failed }) => failed)).toEqual([]);
    }
    const names = (await processes(node)).map((line) => line.replace(/-on-watch.*/, ""));
    for (const partition of ["slappart0", "slappart1"])
      for (const service of ["dnsmasq", "enb", "radio", "stats-log", "watch"])
        expect(names).toContain(`${partition}:${service}`);
    const asked = (await node.shell("cat /opt/amarisoft/asked")).said.trim().split("\n");
    const byServices = asked.filter((name) => name !== "setcap");
    expect(byServices.slice(0, 3)).toEqual(["rm-tmp-lte", "init-sdr", "init-enb"]);
  });

  it("publish the node's software, licence and the addresses of the Radio Units", async () => {
    // what was read of them in a run that its promises waited in is published by the next
    expect(await node.instance({ only: 0 })).toMatchObject({ exit: 0 });
    expect(await node.published("main")).toMatchObject({
      "amarisoft-version": amarisoftVersion,
      "license-expiration": licenseExpiration,
      "enb-ipv4": "192.0.2.1",
      "ru-list": radioUnits[0],
    });
    const { taps } = JSON.parse(readFileSync(join(node.partition(0), "etc/plan.json"), "utf8"));
    expect(await node.published("main.RU2", true)).toMatchObject({
      ipv6: taps[1].gateway,
      firmware: expect.stringMatching(/./),
      read_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    const { firmware, serial_number, read_at } = readManaged(node, 0).get("main.RU2") ?? {};
    expect(await node.published("main.RU2", true)).toMatchObject({ firmware, serial_number, read_at });
  });

  it("have a remote API each, at the partition's own address", async () => {
    const addresses = [0, 1].map((number) => {
      const { "ipv4-random": ipv4, configuration } = JSON.parse(
        readFileSync(join(node.partition(number), "etc/instance.json"), "utf8"),
      );
      expect(configuration.com_addr).toBe(ipv4);
      expect(readFileSync(join(node.partition(number), "etc/enb.cfg"), "utf8")).toContain(`"${ipv4}:9001"`);
      return ipv4;
    });
    expect(new Set(addresses).size).toBe(2);
  });

  it("say which eNB does not run where both want one address", async () => {
    const { configuration } = JSON.parse(readFileSync(join(node.partition(0), "etc/instance.json"), "utf8"));
    await node.request({ reference: "other", parameters: { ...first, com_addr: configuration.com_addr } });
    const run = await node.instance({ only: 1 });
    expect(run.exit).not.toBe(0);
    const failed = promiseResults(node.partition(1)).filter((result) => result.failed);
    expect(failed.map(({ title }) => title)).toEqual(
      expect.arrayContaining(["check-enb", "check-remote-api"]),
    );
    expect(failed.find(({ title }) => title === "check-remote-api")?.message).toMatch(
      /^another user, \d+, listens at 10\.0\.0\.\d+:9001/,
    );
    expect(listWaitedFor(node.partition(1))).toEqual([]);
    await node.request({ reference: "other", parameters: first });
    await settle(node, { only: 1 });
  });

  it("keep every promise in the very run that adds a Radio Unit, but for the one that says that it is not in service", async () => {
    for (const one of lopcommSites("main.", 5, anyHostKey).slice(-2)) await node.request(one);
    const before = readManaged(node, 0);
    await node.instance({ only: 0 });
    expect(promiseResults(node.partition(0)).filter(({ failed }) => failed)).toEqual([
      {
        title: "check-radio",
        failed: true,
        message: expect.stringMatching(/^"main\.RU5" is (absent|greeting): [^;]*$/),
      },
    ]);
    expect(await subtaps()).toContain("slaptap0-5 slapuser0");
    for (const reference of radioUnits[0])
      expect(readManaged(node, 0).get(reference)?.age).toBeGreaterThanOrEqual(
        before.get(reference)?.age ?? 0,
      );
  });

  it("are never without their files while a Radio Unit is taken away or the recipe is another", async () => {
    const stop = watchForMissing(node.partition(0));
    for (const kind of ["CELL", "RU"])
      await node.request({ reference: `main.${kind}5`, shared: true, state: "destroyed" });
    await settle(node);
    const recipe = join(node.software(), "parts/ors-recipe/ors_recipe/__init__.py");
    await node.shell(`echo '# another version' >> ${recipe}`);
    const run = await node.instance({ only: 0 });
    expect(run.said).toContain("Uninstalling enb.");
    expect(run.exit, run.said).toBe(0);
    const { looks, missing } = stop();
    expect(looks).toBeGreaterThan(100);
    expect(missing).toEqual([]);
  });

  it("change nothing in a run that changes nothing", async () => {
    const before = [snapshot(node.partition(0)), await processes(node), await kernel()];
    await settle(node);
    expect([snapshot(node.partition(0)), await processes(node), await kernel()]).toEqual(before);
  });

  it("restart the eNB alone when one gain changes, and its Radio Unit is configured anew", async () => {
    const log = join(node.partition(0), "var/log/main.RU1-config.log");
    const countEdits = () => readFileSync(log, "utf8").match(/request sent successfully/g)?.length ?? 0;
    const edits = countEdits();
    const before = await processes(node);
    const kernelBefore = await kernel();
    await node.request({
      reference: "main.RU1",
      shared: true,
      parameters: lopcomm(1, { ...anyHostKey, tx_gain: 3 }),
    });
    await settle(node);
    const now = await processes(node);
    expect(before.filter((line) => !now.includes(line))).toEqual([expect.stringContaining("slappart0:enb-")]);
    expect(now.filter((line) => !before.includes(line))).toEqual([expect.stringContaining("slappart0:enb-")]);
    expect(await kernel()).toEqual(kernelBefore);
    // the promise of the run has waited for it
    expect(countEdits()).toBeGreaterThan(edits);
  });

  it("say what to type where the trampoline has no capability, and mend it with the next build", async () => {
    const trampoline = `${node.software()}/parts/ors-amarisoft/trampoline/netcapdo`;
    await node.shell(`setcap -r ${trampoline}`);
    const run = await node.instance({ only: 0 });
    expect(run.exit).not.toBe(0);
    expect(promiseResults(node.partition(0)).filter(({ failed }) => failed)).toEqual([
      {
        title: "check-capability",
        failed: true,
        message: `${trampoline} lacks CAP_NET_ADMIN, so no subtap can be made: as root, /opt/amarisoft/setcap ${trampoline}`,
      },
    ]);
    expect((await node.call<{ exit: number }>("rebuild")).exit).toBe(0);
    await settle(node);
  });

  it("move their subtaps when the slaptap's range changes", async () => {
    const range = "2001:db8:77:1::/64";
    await node.shell(`
      ip -6 route flush dev slaptap0; ip -6 addr flush dev slaptap0 scope global
      ip addr add 2001:db8:77:1:ffff:ffff:ffff:ffff/64 dev slaptap0 noprefixroute nodad
      ip route add 2001:db8:77:1::1 dev slaptap0
      ip route add ${range} via 2001:db8:77:1::1 dev slaptap0
      sed -i 's,"ipv6_network": "[^"]*/80","ipv6_network": "2001:db8:77:1::1/64",
              s,"ipv6_gateway": "[^"]*8001::1","ipv6_gateway": "2001:db8:77:1::1",
              s,"ipv6_addr": "[^"]*8001:ffff[^"]*","ipv6_addr": "2001:db8:77:1:ffff:ffff:ffff:ffff",' ${node.partition(0)}/.slapos-resource`);
    await node.instance({ only: 0 });
    await powerUpAnew(0, radioUnits[0]);
    await settle(node);
    const { said } = await node.shell("ip -6 -o addr show scope global | grep slaptap0-");
    expect(said.match(/2001:db8:77:1:\S+/g)).toHaveLength(4);
    expect(said.split("\n").filter(Boolean)).toHaveLength(4);
  });

  it("are whole again after a reboot", async () => {
    await node.call("reboot");
    await node.instance({ every: true });
    await powerUpAll();
    await settle(node, { every: true });
    expect(await subtaps()).toHaveLength(6);
    expect(promiseResults(node.partition(0)).filter(({ failed }) => failed)).toEqual([]);
  });

  it("give each Radio Unit its address by DHCPv6 then", async () => {
    for (const partition of [0, 1]) {
      const said = readFileSync(join(node.work, `emulate${partition}.log`), "utf8");
      const { taps } = JSON.parse(readFileSync(join(node.partition(partition), "etc/plan.json"), "utf8"));
      expect(taps).toHaveLength(radioUnits[partition]?.length ?? 0);
      for (const { gateway } of taps) expect(said).toContain(gateway);
    }
  });

  it("leave no subtap and no service of a Radio Unit that is taken away", async () => {
    for (const number of [2, 3, 4])
      for (const kind of ["CELL", "RU"])
        await node.request({ reference: `main.${kind}${number}`, shared: true, state: "destroyed" });
    await node.instance({ only: 0 });
    await powerUpAnew(0, ["main.RU1"]);
    await settle(node);
    expect(await subtaps()).toEqual(["slaptap1-1 slapuser1", "slaptap1-2 slapuser1"]);
    expect(
      [...snapshot(node.partition(0), ours).keys()].filter((path) => /(RU|CELL)[234]/.test(path)),
    ).toEqual([]);
    expect(readdirSync(join(node.partition(0), "etc/service"))).toEqual([
      "dnsmasq",
      "enb",
      "radio",
      "stats-log",
    ]);
  });

  it("stop with what is missing where the node gives no TAP", async () => {
    const resource = `${node.partition(1)}/.slapos-resource`;
    await node.shell(`sed -i 's/"tap": {/"no-tap": {/' ${resource}`);
    const run = await node.instance({ only: 1 });
    await node.shell(`sed -i 's/"no-tap": {/"tap": {/' ${resource}`);
    expect(run.exit).not.toBe(0);
    expect(run.said).toMatch(/tap-name: this node gives no TAP, and CPRI Radio Units need one/);
  });

  it("leave no subtap when they are destroyed", async () => {
    for (const [name, count] of [
      ["other", 2],
      ["main", 1],
    ] as const) {
      for (let number = 1; number <= count; number += 1)
        for (const kind of ["CELL", "RU"])
          await node.request({ reference: `${name}.${kind}${number}`, shared: true, state: "destroyed" });
      await node.request({ reference: name, parameters: first, state: "destroyed" });
    }
    const run = await node.call<{ exit: number; said: string }>("report");
    expect(run.exit, run.said).toBe(0);
    expect(await subtaps()).toEqual([]);
    expect(await processes(node)).toEqual([]);
  });
});

/** The promises that may hold in a moment. */
function listWaitedFor(partition: string): string[] {
  const { results } = JSON.parse(readFileSync(join(partition, "var/run/promises.json"), "utf8"));
  return Object.keys(results).filter((name) => results[name].settling);
}

/** `<name> <owner>` of every subtap. */
async function subtaps(): Promise<string[]> {
  const { said } = await node.shell(
    "ip -d -o link show type tun | sed -n 's/^[0-9]*: \\(slaptap[0-9]*-[0-9]*\\):.* user \\([^ ]*\\) .*/\\1 \\2/p'",
  );
  return said.split("\n").filter(Boolean).sort();
}

/** Links with their indices, addresses and routes. */
async function kernel(): Promise<string> {
  return (await node.shell("ip -o link; ip -6 -o addr; ip -6 route")).said;
}

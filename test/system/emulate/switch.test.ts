/** `ors emulate --switch`: Radio Units that search their VLAN, with the real DHCPv6 client and dnsmasq. */
import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Outcome } from "../../support/netns.ts";
import { host, readRows, rowsOf, timeout, useEmulatedSwitch } from "./emulated-switch.ts";

/** As many rounds as a busy machine may need: the search ends as soon as the address is there. */
const patience = ["--rounds", "12", "--pause", "0"];
const stage = useEmulatedSwitch();
const { place, ors, outside, inside, prepare, emulate, show, findClients } = stage;

test("each finds its VLAN, tagged or not, and isolated ones reach the host only", { timeout }, async () => {
  prepare(4);
  const ports = {
    host: { tap: host, access: 30 },
    trunk: { radio: "RU01", trunk: "10,20,30,40" },
    access: { radio: "RU02", access: 30 },
    native: { radio: "RU03", trunk: "10", native: 30, isolated: false },
    wide: { radio: "RU04", trunk: "all" },
  };
  const search = ["--vlans", "10,30", "--vlan-range", "30-31", ...patience];
  const running = stage.start(emulate(ports, ...stage.control(), ...search));
  const rows = await readRows(running);
  expect(rows.map(({ problem }) => problem)).toEqual([null, null, null, null]);
  expect(rows.map(({ vlan }) => vlan)).toEqual([30, null, null, 30]);
  expect(rows.map(({ address }) => address)).toEqual(rows.map(({ gateway }) => gateway));
  // a round is four tries: without a tag, 10, 30, 31
  expect(rows.map(({ tries }) => (tries ?? 0) % 4)).toEqual([3, 1, 1, 3]);

  expect(ping("RU01", "RU03").status).toBe(0);
  expect(ping("RU03", "RU02").status).toBe(0);
  expect(ping("RU01", "RU02").status).toBe(1);
  expect(ping("RU04", "RU01").status).toBe(1);
  const tagged = { mac: "02:00:00:00:00:01", vlan: 30, port: "trunk" };
  expect(show("addresses")).toEqual(expect.arrayContaining([expect.objectContaining(tagged)]));
  for (const [order, isUp] of [
    ["unplug", false],
    ["plug", true],
  ] as const) {
    expect(stage.orderByCommand("RU01", order).status).toBe(0);
    expect(show("ports")[1]).toMatchObject({ name: "trunk", endpoint: "radio RU01", is_up: isUp });
  }
  running.child.kill("SIGTERM");
  expect((await running.ended).status).toBe(0);
  expect([...findClients().keys()]).toEqual([]);
});

test("a server on another VLAN is not found: each row says where it was searched, exit 1", {
  timeout,
}, () => {
  prepare(1);
  const ports = { host: { tap: host, access: 31 }, ru: { radio: "RU01", trunk: "10,31" } };
  const brief = ["--vlans", "10", "--per-vlan", "1", "--rounds", "2", "--pause", "0", "--once"];
  const { status, stdout } = ors(...emulate(ports, ...brief));
  const problem = "no address in 2 rounds, neither without a tag nor on VLAN 10";
  expect(rowsOf(stdout)).toMatchObject([{ address: null, vlan: null, tries: 4, problem }]);
  expect(status).toBe(1);
});

test("a dnsmasq that cannot serve ends the search at once: exit 1", { timeout }, () => {
  prepare(1);
  writeFileSync(outside("dnsmasq.cfg"), "no-such-directive\n");
  const ports = { host: { tap: host, access: 30 }, ru: { radio: "RU01", trunk: "30" } };
  const { status, stdout } = ors(...emulate(ports, "--once"));
  const [row] = rowsOf(stdout);
  expect(row).toMatchObject({ phase: "failed", problem: "dnsmasq ended (1)" });
  expect(row?.tries).toBeLessThanOrEqual(1);
  expect(status).toBe(1);
});

test("a switch that cannot have its ports is refused with the place of each, and nothing is left", () => {
  prepare(1);
  const missing = { host: { tap: "none0", access: 30 }, ru: { radio: "RU01", trunk: "30" } };
  const outcome = ors(...emulate(missing), "--once");
  expect(outcome.stderr).toContain("switch.json:1:25: ports.host.tap: none0: no such interface");
  expect(outcome.status).toBe(2);
  emulate({ ru: { radio: "RU01", trunk: "30" } });
  const alone = ors("switch", "run", "--control", inside("s.sock"), "--config", inside("switch.json"));
  expect(alone.stderr).toContain('ports.ru.radio: only `ors emulate --switch` has Radio Unit "RU01"');
  const other = { host: { tap: host, access: 30 }, ru: { radio: "RU09", trunk: "30" } };
  expect(ors(...emulate(other)).stderr).toContain('the instance has no CPRI Radio Unit "RU09" with a TAP');
  expect(place.sh(`ls -d ${inside("ors-emulate-")}* 2>/dev/null || true`)).toBe("");
});

test("words that do not fit together are refused", () => {
  prepare(1);
  const words = ["emulate", "--instance", inside("site.yaml")];
  expect(ors(...words, "--per-vlan", "3").stderr).toContain("--per-vlan without --switch");
  const refused = (...more: string[]) => ors(...words, "--switch", "-", ...more).stderr;
  expect(refused("--vlans", "10,20-22,21")).toContain(
    "--vlans: VLAN 21 is there twice; expected: each VLAN once",
  );
  expect(refused("--vlan-range", "1,5")).toContain('--vlan-range: "1,5" is not a range of VLANs');
  expect(refused("--timeout", "9")).toContain("--switch and --timeout");
});

/** Pings one Radio Unit from the namespace of another: its link-local address is made of its MAC address. */
function ping(from: string, to: string): Outcome {
  const tap = stage.readPlan().taps.find(({ ru }) => ru === from)?.name ?? "";
  const address = `fe80::ff:fe00:${to.slice(-1)}%ru0`;
  const inNamespace = ["nsenter", "-t", `${findClients().get(tap)}`, "-n"];
  return place.run([...inNamespace, "ping", "-6", "-n", "-c", "3", "-w", "5", address]);
}

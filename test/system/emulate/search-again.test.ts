/** `ors emulate --switch`: Radio Units that restart, or whose lease has ended, search their VLAN again. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { askSwitch } from "../../../src/link/switch/control/ask-switch.ts";
import type { SwitchPort } from "../../../src/report/switch/reports.ts";
import { patienceMs } from "../../support/patience.ts";
import { until } from "../../support/until.ts";
import { host, type Row, readRows, timeout, useEmulatedSwitch } from "./emulated-switch.ts";

/** Few seconds for each VLAN, and as many rounds as a busy machine may need. */
const brief = ["--per-vlan", "2", "--rounds", "1000", "--pause", "0", "--boot", "3"];
const search = ["--vlans", "10", "--vlan-range", "20-21", ...brief];
/** Without a tag, 10, 20, 21. */
const round = 4;
const stage = useEmulatedSwitch("dhcp6s", "tcpdump");
const { prepare, apply, emulate } = stage;

const restart = () => stage.order("RU01", { do: "restart" });
const serverOn = (vlan: number) => ({ host: { tap: host, access: vlan } });
const radioOn = (trunk: string) => ({ ru: { radio: "RU01", trunk } });

test("a restart begins another search: what was found last comes before the range", { timeout }, async () => {
  prepare(1);
  const ports = { ...serverOn(21), ...radioOn("10,20-21") };
  const running = stage.start(emulate(ports, ...stage.control(), ...search));
  const [first] = await readRows(running);
  expect(first).toMatchObject({ phase: "found", vlan: 21, trying: null, problem: null });
  // without a tag, 10, 20, 21
  expect(getPlace(first)).toBe(0);

  const frames = await captureFrames("ru");
  // of orders that come at once the last one counts
  for (let times = 0; times < 3; times++) expect(await restart()).toEqual({ done: "it restarts" });
  await waitForRow({ phase: "restarting", address: null, vlan: null, tries: 0 });
  expect(await isPortUp("ru")).toBe(false);
  // without a tag, 10, 21
  expect(getPlace(await waitForRow({ phase: "found", vlan: 21, problem: null }))).toBe(3);

  // the server moves, and the port is gone while the Radio Unit searches
  apply(serverOn(20));
  expectOneAfterTheOther(await frames(), [0, 10, 21, 20]);
  await restart();
  await waitForRow({ phase: "searching", trying: 21, address: null });
  const { status, stdout } = stage.orderByCommand("RU01");
  expect(stdout).toMatch(/"RU01" .* searches: (no tag|vlan \d+), try \d+ +none +none +not yet\n/);
  expect(status).toBe(1);
  // it comes back with another VLAN, then with the one of the server
  apply({ ...serverOn(20), ...radioOn("10") });
  await waitForRow({ phase: "searching", trying: 10 });
  apply({ ...serverOn(20), ...radioOn("10,20") });
  // without a tag, 10, 21, 20
  expect(getPlace(await waitForRow({ phase: "found", vlan: 20, problem: null }))).toBe(0);
  expect(stage.orderByCommand().status).toBe(0);

  // it is ended in a search
  await restart();
  await waitForRow({ phase: "searching", trying: 10 });
  running.child.kill("SIGTERM");
  expect((await running.ended).status).toBe(0);
  expect([...stage.findClients().keys()]).toEqual([]);
  expect(stage.place.sh(`ls -d ${stage.inside("ors-emulate-")}* 2>/dev/null || true`)).toBe("");
});

test("a lease that has ended begins another search, and the row says so", { timeout }, async () => {
  prepare(1, "--range", "fd00:9::/64");
  serveShortLeases();
  const ports = { ...serverOn(30), ...radioOn("30-31") };
  const running = stage.start(emulate(ports, ...stage.control(), "--vlan-range", "30-31", ...brief));
  const [found] = await readRows(running);
  const address = found?.gateway ?? "";
  expect(found).toMatchObject({ phase: "found", vlan: 30, address, problem: null });
  // the VLAN is taken from its port, and the server is on another one
  apply({ ...serverOn(31), ...radioOn("31") });
  const { tries } = await waitForRow({ phase: "found", vlan: 31, address, problem: null });
  // without a tag, 30, 31
  expect((tries ?? 0) % 3).toBe(0);
  expect(running.complaints()).toContain(
    `ors: "RU01": its lease of ${address} has ended, and it searches again`,
  );
  const says = () => running.complaints().includes(`ors: "RU01": vlan 31 after ${tries} tries, ${address}\n`);
  await until(says, "it says what it has found", running.complaints);
});

/** Captures what a Radio Unit sends, until its port is taken away; then returns what tcpdump makes of it. */
async function captureFrames(port: string): Promise<() => Promise<string[]>> {
  const file = `${port}.pcap`;
  const words = [
    "switch",
    "capture",
    port,
    "--direction",
    "in",
    "--pcap",
    stage.inside(file),
    ...stage.control(),
  ];
  const capture = stage.start(words);
  await until(() => capture.complaints().includes("capturing"), "the capture has begun", capture.complaints);
  return async () => {
    expect((await capture.ended).stderr).toContain("the port was taken away");
    const input = readFileSync(stage.outside(file));
    return stage.place.run(["tcpdump", "-n", "-e", "-r", "-"], { input }).stdout.split("\n");
  };
}

/** Its client begins on each VLAN as one that knows of no lease, in the order of a round and again, never on two at once. */
function expectOneAfterTheOther(lines: readonly string[], order: readonly number[]): void {
  const asked = lines.filter((line) => line.includes("dhcp6"));
  const tries = asked.map((line) => Number(/ vlan (\d+),/.exec(line)?.[1] ?? 0));
  const moves = tries.filter((vlan, at) => vlan !== tries[at - 1]);
  expect(moves.slice(0, 3)).toEqual(order.slice(0, 3));
  expect(moves).toEqual(moves.map((_, at) => order[at % order.length]));
  expect(asked.find((line) => / dhcp6 (?!solicit|request)/.test(line))).toBeUndefined();
}

async function isPortUp(name: string): Promise<boolean | undefined> {
  const { rows } = await askSwitch(stage.outside("s.sock"), "? ports");
  return (rows as SwitchPort[]).find((port) => port.name === name)?.is_up;
}

/** Which one of a round its last try was; 0 for the last one. */
const getPlace = (row: Row | undefined) => (row?.tries ?? 0) % round;

/** Longer than the patience for one thing: a search is many. */
async function waitForRow(wanted: Partial<Row>): Promise<Row> {
  const untilMs = performance.now() + timeout - patienceMs;
  let row: Row | undefined;
  const holds = async () => {
    [row] = await stage.listRows();
    return Object.entries(wanted).every(([key, value]) => row?.[key as keyof Row] === value);
  };
  while (!(await holds()) && performance.now() < untilMs) await until(holds, "").catch(() => {});
  await until(holds, JSON.stringify(wanted), () => JSON.stringify(row));
  if (row === undefined) throw new Error("no row");
  return row;
}

/** dnsmasq, whose shortest lease is 120 s, only advertises the router; another server gives leases of 16 s. */
function serveShortLeases(): void {
  const { range, taps } = stage.readPlan();
  const [network, length] = range?.split("/") ?? [];
  const advertised = ["port=0", `interface=${host}`, "enable-ra", `dhcp-range=${network},ra-only,${length}`];
  writeFileSync(stage.outside("dnsmasq.cfg"), `${advertised.join("\n")}\n`);
  const duid = "00:03:00:01:02:00:00:00:00:01";
  const lease = `host ru { duid ${duid}; address ${taps[0]?.gateway} 8 16; };\ninterface ${host} { };\n`;
  writeFileSync(stage.outside("dhcp6s.conf"), lease);
  // where it keeps its own identifier
  stage.place.sh("mount -t tmpfs tmpfs /var/lib/dhcpv6");
  stage.place.start([
    "dhcp6s",
    "-f",
    "-c",
    stage.inside("dhcp6s.conf"),
    "-P",
    stage.inside("dhcp6s.pid"),
    host,
  ]);
}

/** `ors emulate`: parameters in, subtaps made by `ors apply`, addresses handed out by a real dnsmasq. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { PlanJson } from "../../../src/plan/plan-json.ts";
import { cli } from "../../commands/ors.ts";
import { clearLinks, type Outcome, outcomeOf } from "../../support/netns.ts";
import { useNamespace } from "../../support/stage.ts";
import { until } from "../../support/until.ts";

const timeout = 300_000;
const place = useNamespace({
  programs: ["dnsmasq", "dhclient", "ndisc6", "ping", "setpriv"],
  before: (namespace) => {
    clearLinks(namespace);
    namespace.sh(`rm -rf ${namespace.folder}/etc ${namespace.folder}/var`);
  },
});

/** What others emulate meanwhile has its folders elsewhere. */
const oursFor = (...words: string[]) => ["env", `TMPDIR=${place.folder}`, process.execPath, cli, ...words];
const ors = (...words: string[]): Outcome => place.run(oursFor(...words), { timeout });
const outside = (name: string) => join(place.folderOutside, name);
const inside = (name: string) => join(place.folder, name);

/** A node with an instance of so many Radio Units: its slaptap, its subtaps and its files. */
function prepare(count: number): PlanJson {
  const instance = ors("new", "--ru-count", `${count}`).stdout;
  writeFileSync(outside("site.yaml"), instance);
  const value = (name: string) => new RegExp(`^${name}: "?([^"\\n]*)`, "m").exec(instance)?.[1] ?? "";
  const [name, gateway, addr] = ["tap-name", "tap-ipv6-gateway", "tap-ipv6-addr"].map(value);
  const [first = "", length] = value("tap-ipv6-network").split("/");
  const range = `${first.replace(/::1$/, "::")}/${length}`;
  place.sh(`ip tuntap add dev ${name} mode tap user 0
    ip link set ${name} up
    ip address add ${addr}/${length} dev ${name} noprefixroute nodad
    ip route add ${gateway}/128 dev ${name}
    ip route add ${range} via ${gateway} dev ${name}`);
  for (const words of [["apply"], ["render", "--output", inside("etc")]]) {
    const done = ors(...words, "--instance", inside("site.yaml"));
    if (done.status !== 0) throw new Error(done.stderr);
  }
  return JSON.parse(readFileSync(outside("etc/plan.json"), "utf8"));
}

const emulate = (...options: string[]) =>
  ors("emulate", "--instance", inside("site.yaml"), "--once", "--json", ...options);
const withDnsmasq = () => ["--dnsmasq", inside("etc/dnsmasq.cfg")];

type Row = Record<"ru" | "tap" | "mac" | "gateway" | "address" | "neighbour" | "problem", string | null>;
const rowsOf = ({ stdout }: Outcome): Row[] => JSON.parse(stdout).radio_units;

describe("ors emulate", () => {
  test("every Radio Unit gets its own address by its MAC address over its own subtap", { timeout }, () => {
    const plan = prepare(5);
    const outcome = emulate(...withDnsmasq());
    expect([outcome.status, outcome.stderr]).toEqual([0, ""]);
    const rows = rowsOf(outcome);
    expect(rows.map(({ ru, tap, address }) => ({ ru, name: tap, gateway: address }))).toEqual(
      plan.taps.map(({ ru, name, gateway }) => ({ ru, name, gateway })),
    );
    expect(new Set(rows.map(({ address }) => address)).size).toBe(5);
    for (const { tap, neighbour, problem } of rows) {
      const [link] = place.ip("link", "show", "dev", `${tap}`);
      expect([neighbour, problem]).toEqual([link?.address, null]);
    }
  });

  test("a single Radio Unit gets the SlapOS TAP's own address", { timeout }, () => {
    const plan = prepare(1);
    const [row] = rowsOf(emulate(...withDnsmasq()));
    expect(row).toMatchObject({ tap: plan.slaptap, address: plan.taps[0]?.gateway, problem: null });
  });

  test("a Radio Unit on another's subtap, with another's MAC address, gets nothing", { timeout }, () => {
    prepare(2);
    const text = readFileSync(outside("site.yaml"), "utf8");
    const [one = "", other = ""] = [...text.matchAll(/mac_addr: "?([0-9a-f:]{17})/g)].map(
      (match) => match[1],
    );
    const swapped = text.replaceAll(one, "-").replaceAll(other, one).replaceAll('-"', `${other}"`);
    expect(swapped).not.toBe(text);
    writeFileSync(outside("site.yaml"), swapped);
    const outcome = emulate(...withDnsmasq(), "--timeout", "5");
    expect(outcome.status).toBe(1);
    for (const { address, problem, tap } of rowsOf(outcome)) {
      expect([address, problem]).toEqual([null, `no address within 5 s; is dnsmasq running on ${tap}?`]);
    }
  });

  test("without dnsmasq each says that it got no address: exit 1", { timeout }, () => {
    prepare(2);
    const outcome = emulate("--timeout", "4");
    expect(outcome.status).toBe(1);
    expect(rowsOf(outcome).map(({ problem }) => problem?.split(";")[0])).toEqual([
      "no address within 4 s",
      "no address within 4 s",
    ]);
  });

  test("a dnsmasq that cannot serve is reported at once: exit 1", { timeout }, () => {
    prepare(2);
    writeFileSync(outside("broken.cfg"), "no-such-directive\n");
    const outcome = emulate("--dnsmasq", inside("broken.cfg"));
    expect(outcome.status).toBe(1);
    expect(outcome.stderr).toContain("dnsmasq: ");
    expect(rowsOf(outcome).map(({ problem }) => problem)).toEqual(Array(2).fill("dnsmasq ended (1)"));
  });

  test("an ordinary user can do it in a user namespace", { timeout }, () => {
    const instance = ors("new", "--ru-count", "1", "--slaptap", "slaptap7").stdout;
    const folder = inside("ordinary");
    place.sh(`mkdir -m 777 ${folder}`);
    writeFileSync(outside("ordinary/site.yaml"), instance);
    const ours = `${process.execPath} ${cli}`;
    const script = `ip tuntap add dev slaptap7 mode tap && ip link set slaptap7 up || exit
      ${ours} render --instance ${folder}/site.yaml --output ${folder}/etc > ${folder}/rendered || exit
      set -- $(tr -d '",' < ${folder}/etc/plan.json | sed -n 's/ *\\(gateway\\|addr\\): *//p')
      ip address add $2/71 dev slaptap7 nodad noprefixroute && ip route add $1/128 dev slaptap7 || exit
      ${ours} emulate --instance ${folder}/site.yaml --dnsmasq ${folder}/etc/dnsmasq.cfg --once --json`;
    const user = { user: 65533, timeout, env: { PATH: "/usr/bin:/bin:/usr/sbin" } };
    const outcome = place.run(["unshare", "-Urn", "sh", "-c", script], user);
    expect(outcome.stderr).toBe("");
    expect(rowsOf(outcome)).toMatchObject([{ tap: "slaptap7", problem: null }]);
  });

  test("a subtap that is not there ends it with its name, and leaves nothing: exit 4", () => {
    const plan = prepare(3);
    const last = plan.taps.at(-1)?.name;
    place.sh(`ip link delete dev ${last}`);
    expect(emulate()).toMatchObject({
      status: 4,
      stderr: `ors: ${last}: no such interface (SIOCGIFINDEX: ENODEV)\n`,
    });
    expect(emulationFolders()).toEqual([]);
  });

  test("SIGTERM ends the clients, the links and the namespaces", { timeout }, async () => {
    prepare(3);
    const command = oursFor("emulate", "--instance", inside("site.yaml"), ...withDnsmasq());
    const child = place.start(command);
    const done = outcomeOf(child);
    await new Promise((resolve) => child.stdout?.once("data", resolve)); // the table
    expect(clients()).toHaveLength(3);
    child.kill("SIGTERM");
    const { status, stdout } = await done;
    expect(status).toBe(0);
    expect(stdout).toContain("3 of 3 Radio Units have their own address and reach the host");
    expect(stdout).toMatch(/\n(\d+) frames, \1 carried/);
    expect(clients()).toEqual([]);
    expect(emulationFolders()).toEqual([]);
  });

  test("SIGTERM before any Radio Unit has its address ends it as well", { timeout }, async () => {
    prepare(2);
    const child = place.start(oursFor("emulate", "--instance", inside("site.yaml")));
    const done = outcomeOf(child);
    await until(() => clients().length >= 1, "the first DHCPv6 client runs");
    child.kill("SIGTERM");
    expect((await done).status).toBe(0);
    expect(clients()).toEqual([]);
    expect(emulationFolders()).toEqual([]);
  });

  test("SIGKILL leaves no client behind", { timeout }, async () => {
    prepare(2);
    const child = place.start(oursFor("emulate", "--instance", inside("site.yaml")));
    const done = outcomeOf(child);
    await until(() => clients().length >= 2, "both DHCPv6 clients run");
    child.kill("SIGKILL");
    await done;
    await until(() => clients().length === 0, "no DHCPv6 client is left");
    for (const folder of emulationFolders()) place.sh(`rm -r ${folder}`);
  });
});

/** DHCPv6 clients of an emulation in a namespace of its own below ours. */
function clients(): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      return command.startsWith("dhclient\0") && command.includes(inside(emulationPrefix));
    } catch {
      return false;
    }
  });
}

const emulationPrefix = "ors-emulate-";

function emulationFolders(): string[] {
  return place
    .sh(`ls -d ${inside(emulationPrefix)}* 2>/dev/null || true`)
    .split("\n")
    .filter(Boolean);
}

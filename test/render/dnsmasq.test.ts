/** dnsmasq.cfg: what it says, that the distribution's dnsmasq takes it, and that Radio Units get their addresses. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { formatIpv6Address, getLastAddress } from "../../src/net/ipv6-network.ts";
import { formatPlan } from "../../src/plan/plan-json.ts";
import { planTaps } from "../../src/plan/plan-taps.ts";
import { renderDnsmasqCfg } from "../../src/render/dnsmasq.ts";
import type { Site, Slaptap } from "../../src/site/site.ts";
import { type Namespace, openNamespace, whyNoNamespaces } from "../support/netns.ts";
import { goldenCase, value } from "./golden-cases.ts";

const state = "/srv/var";
const noDnsmasq = spawnSync("dnsmasq", ["--version"]).error !== undefined;

/** The same instance on a TAP with another range. */
async function onRange(caseName: string, slaptap: Slaptap): Promise<{ site: Site; text: string }> {
  const site = { ...(await goldenCase(caseName)).site, slaptap };
  return { site, text: textOf(site) };
}

function textOf(site: Site, folder = state): string {
  const { plan } = value(planTaps(site));
  return renderDnsmasqCfg(site, plan, folder).value?.content ?? "";
}

/** As `slapos format` lays it: the first host address at the other end, the last one here. */
function slaptapOf(address: bigint, prefixLength: number): Slaptap {
  const range = { address, prefixLength };
  return { name: "slaptap16", range, gateway: address + 1n, addr: getLastAddress(range) };
}

const short = slaptapOf(0xfd00_5180n << 96n, 48);
const long = slaptapOf(0xfd00_5180_0000_0066_a200n << 48n, 71);

describe("dnsmasq.cfg", () => {
  it("keeps dnsmasq to the TAPs of the Radio Units", async () => {
    const { text } = await onRange("sunwave-and-lopcomm", long);
    const interfaces = text.split("\n").filter((line) => /interface=/.test(line));
    expect(interfaces).toEqual([
      "interface=slaptap16-1",
      "interface=slaptap16-2",
      "interface=slaptap16-3",
      "except-interface=lo",
    ]);
  });

  it("has no TAP and no interface but the excepted loopback where a test instance has no TAP", async () => {
    const { site } = await goldenCase("two-lopcomm");
    const text = textOf({ ...site, testing: true, slaptap: null });
    expect(text.split("\n").filter((line) => /interface=|^dhcp-(host|range)|^ra-param/.test(line))).toEqual([
      "interface=lo",
      "except-interface=lo",
    ]);
  });

  it("names the interface first in ra-param and writes no prefix shorter than 64", async () => {
    const { text } = await onRange("two-lopcomm", short);
    expect(text).toContain("ra-param=slaptap16-1,60\n");
    expect(text).toContain(
      "dhcp-range=tag:slaptap16-1,fd00:5180:0:4000::1,fd00:5180:0:4000::1,static,64,5m\n",
    );
    expect(text).toContain("dhcp-range=tag:slaptap16-1,fd00:5180:0:7fff::,static,64,5m\n");
    expect(text).toContain("shared-network=fd00:5180:0:7fff:ffff:ffff:ffff:ffff,fd00:5180:0:4000::1\n");
  });

  it("is not there without a CPRI Radio Unit", async () => {
    const { site, plan } = await goldenCase("lte-single");
    expect(renderDnsmasqCfg(site, plan, state)).toEqual({ value: undefined, issues: [] });
  });

  it.each([
    ["/srv/\r/var", "dnsmasq cannot read the path"],
    [`/${"a".repeat(990)}`, "is too long"],
  ])("is refused with a state folder %j", async (folder, what) => {
    const { site, plan } = await goldenCase("two-lopcomm");
    const { value: file, issues } = renderDnsmasqCfg(site, plan, folder);
    expect(file).toBeUndefined();
    expect(issues).toMatchObject([{ severity: "error", what: expect.stringContaining(what) }]);
  });
});

describe("the distribution's dnsmasq", () => {
  const folder = mkdtempSync(join(tmpdir(), "ors-dnsmasq-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.for(["any-order", "one-lopcomm", "odd-names", "sunwave-and-lopcomm"])(
    "takes that of %s",
    async (name, ctx) => {
      if (noDnsmasq) ctx.skip("dnsmasq-base is not installed");
      expect(check(textOf((await goldenCase(name)).site))).toBe("dnsmasq: syntax check OK.");
    },
  );

  it.for(["/srv/a b, #c\\ \"d\" 'e'/var", "/srv/ü\nport=53\n/var"])(
    "takes a state folder %j",
    async (odd, ctx) => {
      if (noDnsmasq) ctx.skip("dnsmasq-base is not installed");
      expect(check(textOf((await goldenCase("two-lopcomm")).site, odd))).toBe("dnsmasq: syntax check OK.");
    },
  );

  function check(text: string): string {
    const path = join(folder, "dnsmasq.cfg");
    writeFileSync(path, text);
    return spawnSync("dnsmasq", ["--test", "-C", path], { encoding: "utf8" }).stderr.trim();
  }
});

describe("Radio Units with a DHCPv6 client of their own", () => {
  const lacking = whyNoNamespaces() ?? whyNoPrograms();
  let namespace: Namespace;
  // One for each test: what `ip netns del` removes is gone some time later.
  beforeEach(async () => {
    if (lacking !== null) return;
    namespace = await openNamespace();
    namespace.sh("mount -t tmpfs tmpfs /run");
  });
  afterEach(() => namespace?.close());

  // N+1 is a power of two: the SlapOS TAP's own address is the last of the last part.
  it.for([
    ["of /73", long],
    ["of /50, shorter than dnsmasq's ranges", short],
  ] as const)("get each its own address over its own TAP from parts %s", async ([, slaptap], ctx) => {
    if (lacking !== null) ctx.skip(lacking);
    const { site } = await onRange("sunwave-and-lopcomm", slaptap);
    const { taps } = formatPlan(value(planTaps(site)).plan);
    const { folder } = namespace;
    namespace.sh(
      `mkdir -p ${folder}/run ${folder}/log; cat > ${folder}/dnsmasq.cfg <<'END'\n${textOf(site, folder)}\nEND`,
    );
    namespace.sh(layTaps(site, slaptap));
    const dnsmasq = namespace.start([
      "dnsmasq",
      "--keep-in-foreground",
      "--user=root",
      "-C",
      `${folder}/dnsmasq.cfg`,
    ]);
    const addresses = Object.fromEntries(
      await Promise.all(taps.map(async ({ name }, number) => [name, await addressGiven(number)])),
    );
    dnsmasq.kill("SIGTERM");
    expect(addresses).toEqual(Object.fromEntries(taps.map(({ name, gateway }) => [name, gateway])));
    const log = namespace.sh(`cat ${folder}/log/dnsmasq.log`);
    expect(log).not.toMatch(/\(slaptap16\)/);
  });

  /** A veth pair for each TAP: the host's end has the plan's addresses, the other a namespace and the MAC. */
  function layTaps(site: Site, slaptap: Slaptap): string {
    const links = site.radioUnits.flatMap(({ link }) => (link.kind === "cpri" ? [link] : []));
    const plan = formatPlan(value(planTaps(site)).plan);
    const lay = plan.taps.map(({ name, network, gateway, addr }, number) => {
      const prefix = network.split("/")[1];
      return `
        ip netns add ru${number}
        ip link add ${name} type veth peer name eth1 netns ru${number} address ${links[number]?.macAddr}
        echo 0 > /proc/sys/net/ipv6/conf/${name}/accept_dad
        ip netns exec ru${number} sh -c 'echo 0 > /proc/sys/net/ipv6/conf/eth1/accept_dad'
        ip -n ru${number} link set eth1 up
        ip link set ${name} up
        ip addr add ${addr}/${prefix} dev ${name} noprefixroute nodad
        ip route add ${gateway}/128 dev ${name}
        ip route add ${network} via ${gateway} dev ${name}`;
    });
    return `
      ip link add ${slaptap.name} type bridge
      ip link set ${slaptap.name} up
      ip addr add ${formatIpv6Address(slaptap.addr)}/${slaptap.range.prefixLength} dev ${slaptap.name} noprefixroute nodad
      ${lay.join("\n")}`;
  }

  /**
   * What the client of a Radio Unit says that it got; undefined where it ends without. Its own script is replaced,
   * and it stays in the foreground, so that it ends with the namespace.
   */
  function addressGiven(number: number): Promise<string | undefined> {
    const files = ["-lf", `/run/ru${number}.leases`, "-pf", `/run/ru${number}.pid`];
    const client = ["dhclient", "-6", "-1", "-d", "-D", "LL", "-sf", "/bin/true", ...files, "eth1"];
    const child = namespace.start(["ip", "netns", "exec", `ru${number}`, ...client]);
    let said = "";
    return new Promise((resolve) => {
      child.stderr?.on("data", (bytes) => {
        said += bytes;
        if (said.includes("Bound to lease")) resolve([...said.matchAll(/IAADDR (\S+)/g)].at(-1)?.[1]);
      });
      child.on("close", () => resolve(undefined));
    });
  }

  function whyNoPrograms(): string | null {
    const missing = ["dnsmasq", "dhclient"].filter((program) => spawnSync("which", [program]).status !== 0);
    return missing.length > 0 ? `not installed: ${missing.join(", ")}` : null;
  }
});

/**
 * `ors apply`, `status` and `down` as the user of a partition runs them: without privilege, over the trampoline with
 * its file capability, `ip -json` as the witness.
 */

import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { clearLinks, type Namespace, type Outcome, openNamespace } from "../../support/netns.ts";
import { laySlaptap, type Slaptap } from "../../support/netns-slaptap.ts";
import { installTrampoline } from "../../support/netns-trampoline.ts";
import { useStage } from "../../support/stage.ts";

const user = 65533;
const cli = resolve(import.meta.dirname, "../../../dist/cli.js");
const instance = resolve(import.meta.dirname, "../../../examples/two-lopcomm.yaml");
const slaptap: Slaptap = {
  name: "slaptap16",
  user,
  range: "fd00:0:0:66:a200::/71",
  gateway: "fd00:0:0:66:a200::1",
  addr: "fd00:0:0:66:a3ff:ffff:ffff:ffff",
};
const namespace = useStage(openPlace, {
  before: (place) => {
    clearLinks(place);
    laySlaptap(place, slaptap);
  },
});

/** A node with the trampoline, a state folder that everyone may write to, and an instance. */
async function openPlace(): Promise<Namespace> {
  const place = await openNamespace();
  installTrampoline(place, "cap_net_admin+ep");
  place.sh(`mkdir -m 777 ${place.folder}/var`);
  copyFileSync(instance, `${place.folderOutside}/site.yaml`);
  return place;
}

/** A path as the namespace sees it. */
function inside(file: string): string {
  return `${namespace.folder}/${file}`;
}

function ors(...words: string[]): Outcome {
  return namespace.run([process.execPath, cli, ...words], { user });
}

function apply(...words: string[]): Outcome {
  return ors("apply", "--instance", inside("site.yaml"), "--trampoline", inside("netcapdo"), ...words);
}

/** Names of the subtaps that the kernel has. */
function subtaps(): unknown[] {
  return namespace
    .ip("link")
    .map(({ ifname }) => ifname)
    .filter((name) => String(name).includes("-"))
    .sort();
}

test("a dry run says what apply then does, and a second run has nothing to do", () => {
  const planned = apply("--dry-run");
  expect(planned).toMatchObject({ status: 0, stderr: "" });
  expect(subtaps()).toEqual([]);
  const done = apply();
  expect(done).toMatchObject({ status: 0, stderr: "" });
  const verbs = { create: "created", change: "changed", remove: "removed" } as const;
  const asDone = planned.stdout.replace(
    /^would (create|change|remove)/gm,
    (_, verb: keyof typeof verbs) => verbs[verb],
  );
  expect(planned.stdout).toMatch(/^would create slaptap16-1 link\n/);
  expect(done.stdout).toBe(asDone);
  expect(subtaps()).toEqual(["slaptap16-1", "slaptap16-2"]);
  expect(apply().stdout).toBe("nothing to do\n");
});

test("a subtap has its address, its routes and its owner", () => {
  apply();
  const [link] = namespace.ip("link", "show", "slaptap16-1");
  expect(link).toMatchObject({
    linkinfo: { info_kind: "tun", info_data: { type: "tap", persist: true, user } },
  });
  const [address] = namespace.ip("-6", "addr", "show", "slaptap16-1", "scope", "global");
  expect(address?.addr_info).toMatchObject([{ local: "fd00::66:a2ff:ffff:ffff:ffff", prefixlen: 73 }]);
  expect(namespace.ip("-6", "route", "show", "dev", "slaptap16-1").map(({ dst }) => dst)).toEqual(
    expect.arrayContaining(["fd00::66:a280:0:0:1", "fd00:0:0:66:a280::/73"]),
  );
});

test("status ends 1 where a row is neither as planned nor taken down, and apply mends it", () => {
  apply();
  namespace.sh("ip link del slaptap16-2; ip link set slaptap16-1 mtu 1400");
  const status = ors("status", "--instance", inside("site.yaml"));
  expect(status.status).toBe(1);
  expect(status.stdout).toMatch(/slaptap16-1 +wrong/);
  expect(status.stdout).toMatch(/slaptap16-2 +missing/);
  expect(status.stdout).toContain("no watch runs");
  const diff = ors("status", "--instance", inside("site.yaml"), "--diff");
  expect(diff.status).toBe(1);
  expect(diff.stdout).toContain("slaptap16-1 mtu: 1400, planned: 1500\nslaptap16-2 link: missing\n");
  const { in_sync, changes } = JSON.parse(ors("status", "--instance", inside("site.yaml"), "--json").stdout);
  expect({ in_sync, first: changes[0] }).toEqual({
    in_sync: false,
    first: { verb: "changed", name: "slaptap16-1", what: "mtu", found: "1400", wanted: "1500" },
  });
  expect(apply().stdout).toContain("changed slaptap16-1 mtu: 1400 to 1500\n");
  expect(ors("status", "--instance", inside("site.yaml"), "--diff")).toMatchObject({ status: 0, stdout: "" });
});

test("a subtap that an operator took down stays down until it is given back", () => {
  apply();
  ors("tap", "down", "slaptap16-2", "--state", inside("var"));
  expect(apply("--state", inside("var")).stdout).toContain("changed slaptap16-2 down\n");
  expect(ors("status", "--instance", inside("site.yaml"), "--state", inside("var")).stdout).toMatch(
    /slaptap16-2 +taken down/,
  );
  ors("tap", "up", "slaptap16-2", "--state", inside("var"));
  expect(apply("--state", inside("var")).stdout).toContain("changed slaptap16-2 up\n");
});

test("down needs the slaptap's name alone, and leaves what is not a subtap", () => {
  apply();
  namespace.sh(`ip tuntap add dev slaptap16-foo mode tap user ${user}`);
  const down = ors("down", "--slaptap", "slaptap16", "--trampoline", inside("netcapdo"));
  expect(down).toMatchObject({ status: 0, stdout: "removed slaptap16-1 link\nremoved slaptap16-2 link\n" });
  expect(subtaps()).toEqual(["slaptap16-foo"]);
});

test("without the capability it ends 3 and names the command that gives it", () => {
  copyFileSync(`${namespace.folderOutside}/netcapdo`, `${namespace.folderOutside}/bare`);
  namespace.sh(`chmod 755 ${namespace.folder}/bare`);
  const run = ors("apply", "--instance", inside("site.yaml"), "--trampoline", inside("bare"));
  expect(run).toMatchObject({ status: 3, stdout: "" });
  expect(run.stderr).toContain(`as root, \`setcap cap_net_admin+ep ${namespace.folder}/bare\``);
  expect(subtaps()).toEqual([]);
});

test("another user sees who may, and how", () => {
  const run = namespace.run([process.execPath, cli, "apply", "--instance", inside("site.yaml")]);
  expect(run.status).toBe(3);
  expect(run.stderr).toContain("sudo -u");
});

test("without a trampoline, a slaptap or its range it says so", () => {
  const gone = ors("apply", "--instance", inside("site.yaml"), "--trampoline", "/nowhere/netcapdo");
  expect(gone.status).toBe(4);
  expect(gone.stderr).toContain("/nowhere/netcapdo");
  namespace.sh("ip link set slaptap16 down");
  const rangeless = apply();
  expect(rangeless.status).toBe(4);
  expect(rangeless.stderr).toContain("slapos node format --now");
  namespace.sh("ip link del slaptap16");
  expect(apply()).toMatchObject({ status: 4, stdout: "" });
});

test("one Radio Unit needs neither subtap nor trampoline", () => {
  writeFileSync(
    `${namespace.folderOutside}/plan.json`,
    JSON.stringify({
      slaptap: "slaptap16",
      range: slaptap.range,
      taps: [
        {
          name: "slaptap16",
          ru: "RU1",
          network: slaptap.range,
          gateway: slaptap.gateway,
          addr: slaptap.addr,
        },
      ],
    }),
  );
  const run = ors("apply", "--plan", inside("plan.json"), "--trampoline", "/nowhere/netcapdo");
  expect(run).toMatchObject({ status: 0, stdout: "nothing to do\n", stderr: "" });
});

test.each([
  ["the slaptap is not there", "ip link del slaptap16", "blocked"],
  ["the slaptap is down, and so has no range", "ip link set slaptap16 down", "blocked"],
  ["a subtap is deleted", "ip link del slaptap16-1", "missing"],
  ["a subtap is down", "ip link set slaptap16-1 down", "down"],
  ["a subtap has another MTU", "ip link set slaptap16-1 mtu 1400", "wrong"],
])("status says so where %s", (_, script, state) => {
  apply();
  namespace.sh(script);
  const { status, stdout } = ors("status", inside("site.yaml"), "--json");
  const { taps, in_sync } = JSON.parse(stdout);
  expect(status).toBe(1);
  expect(in_sync).toBe(false);
  expect(taps[0]).toMatchObject({ name: "slaptap16-1", state });
});

test("with one Radio Unit status looks at the slaptap itself", () => {
  const one = { slaptap: "slaptap16", range: slaptap.range };
  const tap = {
    name: "slaptap16",
    ru: "RU1",
    network: slaptap.range,
    gateway: slaptap.gateway,
    addr: slaptap.addr,
  };
  writeFileSync(`${namespace.folderOutside}/plan.json`, JSON.stringify({ ...one, taps: [tap] }));
  const good = ors("status", inside("plan.json"));
  expect(good.status).toBe(0);
  expect(good.stdout).toMatch(/slaptap16 +as planned/);
  namespace.sh("ip link del slaptap16");
  const gone = ors("status", inside("plan.json"));
  expect(gone.status).toBe(1);
  expect(gone.stdout).toMatch(/slaptap16 +missing/);
});

test("a plan that moves Radio Units says so before and while it is applied", () => {
  const other = readFileSync(instance, "utf8").replaceAll("RU1", "ZRU");
  writeFileSync(`${namespace.folderOutside}/other.yaml`, other);
  apply("--state", inside("var"));
  const moved = '"RU2": slaptap16-2 -> slaptap16-1';
  const words = ["apply", inside("other.yaml"), "--trampoline", inside("netcapdo"), "--state", inside("var")];
  expect(ors(...words, "--dry-run").stdout).toContain(moved);
  expect(ors("plan", inside("other.yaml")).stdout).toContain(moved);
  expect(ors(...words).stdout).toContain(moved);
  expect(ors(...words).stdout).toBe("nothing to do\n");
});

test("apply --render writes the files and brings the subtaps to them in one step", () => {
  namespace.sh(`mkdir -m 777 -p ${inside("work")}`);
  const words = ["--render", inside("work/etc"), "--state", inside("var")];
  const run = apply(...words);
  expect(run.stdout).toContain("created plan.json\n");
  expect(run.stdout).toContain("created slaptap16-1 link\n");
  expect(ors("status", inside("work/etc/plan.json")).status).toBe(0);
});

/** A trampoline that says something, after something else has happened to the kernel. */
function standIn(script: string): string {
  writeFileSync(`${namespace.folderOutside}/stand-in`, `#!/bin/sh\ncat > /dev/null\n${script}\n`, {
    mode: 0o755,
  });
  return inside("stand-in");
}

test("what the trampoline refuses for a change of the kernel meanwhile is not the plan's fault", () => {
  const refuses = "echo 'netcapdo: slaptap16-1: the route to X leaves by lo' >&2; exit 2";
  const run = apply("--trampoline", standIn(refuses));
  expect(run).toMatchObject({ status: 4, stdout: "" });
  expect(run.stderr).toContain("another run was under way: run it again");
});

test.each([
  ["by an interface", "add fd00:0:0:66:a280::/80 dev lo metric 77"],
  ["over a gateway", "add fd00:0:0:66:a280:8::/96 via fe80::7 dev other0"],
  ["into nothing", "add blackhole fd00:0:0:66:a280::/80"],
  ["that is unreachable", "add unreachable fd00:0:0:66:a300::5/128 metric 9"],
  [
    "by several ways",
    "add fd00:0:0:66:a300::/96 nexthop via fe80::7 dev other0 nexthop via fe80::8 dev other0",
  ],
])("a route %s into a network is refused with the command that deletes it", (_, route) => {
  namespace.sh(`ip tuntap add other0 mode tap; ip link set other0 up; ip -6 route ${route}`);
  const run = apply("--dry-run");
  expect(run).toMatchObject({ status: 4, stdout: "" });
  const command = /removes it with `(ip -6 route del [^`]+)`/.exec(run.stderr)?.[1];
  namespace.sh(command ?? "false");
  expect(apply("--dry-run")).toMatchObject({ status: 0, stderr: "" });
});

test("what is not confirmed in time is taken back, and what is confirmed stays", () => {
  const words = [
    "apply",
    inside("site.yaml"),
    "--trampoline",
    inside("netcapdo"),
    "--state",
    inside("fresh"),
  ];
  namespace.sh(`mkdir -m 777 -p ${inside("fresh")}`);
  const run = (input: string, ...more: string[]) =>
    namespace.run([process.execPath, cli, ...words, ...more], { user, input });
  const refused = run("", "--confirm-within", "5");
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain("not confirmed");
  expect(subtaps()).toEqual([]);
  expect(run("\n", "--confirm-within", "5").status).toBe(0);
  expect(subtaps()).toEqual(["slaptap16-1", "slaptap16-2"]);
  namespace.sh("ip link set slaptap16-2 mtu 1400");
  expect(run("", "--confirm-within", "5").status).toBe(1);
  expect(subtaps()).toEqual(["slaptap16-1", "slaptap16-2"]);
});

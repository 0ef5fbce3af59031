/** `applyPlan` with the real trampoline against the real kernel; `ip -json` is the witness. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { FailureError, PermissionError } from "../../../src/issue/exit-code.ts";
import { runInNetworkNamespace } from "../../../src/libc/namespace.ts";
import { formatPlan } from "../../../src/plan/plan-json.ts";
import type { TapPlan } from "../../../src/plan/tap-plan.ts";
import { type Applied, type ApplyOptions, applyPlan } from "../../../src/tap/apply-plan.ts";
import { formatDifference } from "../../../src/tap/change.ts";
import { formatSetcapCommand } from "../../../src/tap/host/setcap.ts";
import { clearLinks, type Namespace, openNamespace } from "../../support/netns.ts";
import { laySlaptap, slaptap16 } from "../../support/netns-slaptap.ts";
import { installTrampoline } from "../../support/netns-trampoline.ts";
import { useStage } from "../../support/stage.ts";
import { examplePlan } from "../../tap/fitting-state.ts";

const plan = examplePlan(3);
const planned = formatPlan(plan).taps;
const alone = { ...plan, taps: [{ ...plan.taps[0], name: "slaptap16" }] } as TapPlan;

let folder = "";
/** Starts the trampoline as the slaptap's owner, in the mounts of the namespace, where /dev/net/tun is open to all. */
let trampoline = "";
const namespace = useStage(openPlace, {
  before: (place) => {
    clearLinks(place);
    laySlaptap(place, slaptap16);
    installTrampoline(place, "cap_net_admin+ep");
  },
});

async function openPlace(): Promise<Namespace> {
  const place = await openNamespace();
  folder = mkdtempSync(join(tmpdir(), "apply-"));
  trampoline = join(folder, "trampoline");
  const inside = `${place.folder}/netcapdo`;
  const enter = `nsenter --target ${place.pid} --net --mount --setuid ${slaptap16.user} --setgid ${slaptap16.user}`;
  writeFileSync(trampoline, `#!/bin/sh\nexec ${enter} -- ${inside} "$@"\n`);
  chmodSync(trampoline, 0o755);
  return place;
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.restoreAllMocks();
});

/** The state is read and the trampoline started before the first wait, so both happen in the namespace. */
function apply(wanted: TapPlan, options: ApplyOptions = {}, user = slaptap16.user): Promise<Applied> {
  vi.spyOn(process, "getuid").mockReturnValue(user);
  return runInNetworkNamespace(`/proc/${namespace.pid}/ns/net`, () =>
    applyPlan(wanted, { trampoline, ...options }),
  );
}

async function applied(wanted: TapPlan, options: ApplyOptions = {}): Promise<string[]> {
  return (await apply(wanted, options)).changes.map(formatDifference);
}

const names = () => namespace.ip("link", "show").map(({ ifname }) => ifname);

test("a plan is brought to the kernel, and then nothing is left to do and nothing is started", async () => {
  expect((await applied(plan)).filter((line) => line.startsWith("created"))).toEqual(
    planned.flatMap(({ name, addr, gateway, network }) => [
      `created ${name} link`,
      `created ${name} addr: ${addr}/73`,
      `created ${name} route-gateway: ${gateway}/128`,
      `created ${name} route-network: ${network} via ${gateway}`,
    ]),
  );
  for (const { name, addr, gateway, network } of planned) {
    const [link = {}] = namespace.ip("address", "show", "dev", name);
    expect(link).toMatchObject({ mtu: 1500, group: "default", flags: expect.arrayContaining(["UP"]) });
    const locals = (link.addr_info as { local: string; prefixlen: number }[]).map(
      ({ local, prefixlen }) => `${local}/${prefixlen}`,
    );
    expect(locals).toEqual([`${addr}/73`]);
    const routes = namespace
      .ip("-6", "route", "show", "dev", name)
      .map(({ dst, gateway: via }) => [dst, via]);
    expect(routes).toEqual([
      [gateway, undefined],
      [network, gateway],
    ]);
  }
  expect(await applied(plan, { trampoline: "/nowhere" })).toEqual([]);
});

test("a dry run says what would be done, starts nothing and changes nothing", async () => {
  const planned = await applied(plan, { dryRun: true, trampoline: "/nowhere" });
  expect(names()).toEqual(["lo", "slaptap16"]);
  expect(await applied(plan)).toEqual(planned);
});

test("what differs is mended and said with what was there", async () => {
  await apply(plan);
  namespace.sh(`ip link set dev slaptap16-1 mtu 1400
    ip -6 addr add 2001:db8::1/64 dev slaptap16-2 nodad noprefixroute
    ip -6 route del ${planned[2]?.network} dev slaptap16-3`);
  expect(await applied(plan)).toEqual([
    "removed slaptap16-2 addr: 2001:db8::1/64",
    "changed slaptap16-1 mtu: 1400, wanted 1500",
    "created slaptap16-3 route-network: 2401:5180:0:66:a380::/73 via 2401:5180:0:66:a380::1",
  ]);
  expect(await applied(plan)).toEqual([]);
});

test("a subtap that an operator wants down is set down and kept", async () => {
  await apply(plan);
  const down = new Set(["slaptap16-2"]);
  expect(await applied(plan, { down })).toContain("changed slaptap16-2 down");
  expect(await applied(plan, { down })).toEqual([]);
  expect((await applied(plan)).at(0)).toBe("changed slaptap16-2 up");
});

test("with one Radio Unit left-over subtaps go, and without any the trampoline is not needed", async () => {
  expect(await applied(alone, { trampoline: "/nowhere" })).toEqual([]);
  await apply(plan);
  expect(await applied(alone)).toEqual([
    "removed slaptap16-1 link",
    "removed slaptap16-2 link",
    "removed slaptap16-3 link",
  ]);
  expect(names()).toEqual(["lo", "slaptap16"]);
});

test("subtaps go too where their slaptap is gone", async () => {
  await apply(plan);
  namespace.sh("ip link del slaptap16");
  expect((await applied({ ...plan, taps: [] })).length).toBe(3);
  expect(names()).toEqual(["lo"]);
});

test("what is named like a subtap and is not ours stays, with a warning", async () => {
  namespace.sh("ip link add slaptap16-7 type ifb");
  const { warnings } = await apply(plan);
  expect(warnings).toEqual(["slaptap16-7 is not a TAP: it is left alone"]);
  expect(names()).toContain("slaptap16-7");
});

test("without the capability the command that gives it is named, and nothing is changed", async () => {
  namespace.sh(`setcap -r ${namespace.folder}/netcapdo`);
  await expect(apply(plan)).rejects.toThrow(PermissionError);
  await expect(apply(plan)).rejects.toThrow(formatSetcapCommand(trampoline));
  expect(names()).toEqual(["lo", "slaptap16"]);
});

test("root sees the command that runs it as the owner, and may look", async () => {
  await expect(apply(plan, {}, 0)).rejects.toThrow(
    new PermissionError(
      "slaptap16 belongs to user #65533, and only that user may change its subtaps: run the same command as that user, `sudo -u \\#65533 ors …`",
    ),
  );
  expect((await apply(plan, { dryRun: true }, 0)).changes.length).toBeGreaterThan(0);
  await apply(plan);
  expect((await apply(plan, {}, 0)).changes).toEqual([]);
});

test.each<[string, string, new (...args: never[]) => Error, string]>([
  ["no slaptap", "ip link del slaptap16", FailureError, "slaptap16 does not exist"],
  [
    "no range",
    "ip link set dev slaptap16 down",
    FailureError,
    "slaptap16 has no IPv6 range: run `slapos node format --now`",
  ],
  [
    "a taken name",
    "ip link add slaptap16-2 type ifb",
    FailureError,
    "slaptap16-2 is not a TAP: the administrator removes it with `ip link del dev slaptap16-2`",
  ],
  [
    "a route elsewhere",
    "ip -6 route add 2401:5180:0:66:a280::/80 dev lo",
    FailureError,
    "ip -6 route del 2401:5180:0:66:a280::/80 dev lo metric 1024",
  ],
])("%s is refused before anything is started", async (_, script, kind, words) => {
  namespace.sh(script);
  const before = names();
  const attempt = apply(plan, { trampoline: "/nowhere" });
  await expect(attempt).rejects.toThrow(kind);
  await expect(attempt).rejects.toThrow(words);
  expect(names()).toEqual(before);
});

test("without a slaptap in the plan there is nothing to do", async () => {
  expect(await apply({ slaptap: null, range: null, taps: [] })).toEqual({ changes: [], warnings: [] });
});

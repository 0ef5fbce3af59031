/** `ors watch` as the slaptap's owner runs it, with the real trampoline on the real kernel; `ip` breaks, `ip -json` is the witness. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { checkWatch } from "../../../src/promise/watch.ts";
import { isRunning, readStartTicks } from "../../../src/state/process-identity.ts";
import { clearLinks } from "../../support/netns.ts";
import { laySlaptap, slaptap16 } from "../../support/netns-slaptap.ts";
import { useStage } from "../../support/stage.ts";
import { until as untilSo } from "../../support/until.ts";
import { cli, openNode, planOf, startWatch, type WatchProcess } from "./watched-node.ts";

let watch: WatchProcess;
const node = useStage(() => openNode(4), {
  before: async (stage) => {
    clearLinks(stage.namespace);
    laySlaptap(stage.namespace, slaptap16);
    stage.namespace.sh(`rm -rf ${stage.state}/*`);
    writeFileSync(stage.planFileOutside, JSON.stringify(stage.plan));
    watch = startWatch(stage, "--metrics", `${stage.state}/ors.prom`);
    await watch.said(/applied in/);
  },
  after: async () => {
    await watch.end();
  },
});

function sh(script: string): void {
  node.namespace.sh(script);
}

/** Flags and MTU of a link. */
function linkOf(name: string): { readonly up: boolean; readonly mtu: number } {
  const { flags, mtu } = node.namespace.ip("link", "show", "dev", name)[0] ?? {};
  return { up: (flags as string[]).includes("UP"), mtu: mtu as number };
}

function ors(...words: string[]): string {
  const done = node.namespace.run([process.execPath, cli, ...words], { user: slaptap16.user });
  return `${done.status}: ${done.stdout}${done.stderr}`;
}

/** What `ors promise watch` says. */
function promise(): string {
  return checkWatch(node.stateOutside).line;
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
    .trim()
    .split(" ")
    .filter(Boolean)
    .map(Number);
}

/** Empty where the process has ended meanwhile. */
function readProgramName(pid: number): string {
  return existsSync(`/proc/${pid}/comm`) ? readFileSync(`/proc/${pid}/comm`, "utf8").trim() : "";
}

const until = (holds: () => boolean, what: string) => untilSo(holds, what, () => watch.lines.join("\n"));

const [, second] = planOf(4).taps;
const name = second?.name ?? "";
const length = second?.network.split("/")[1];

test("at its start it brings the kernel to the plan, complete from the first moment on", () => {
  expect(node.differences()).toEqual([]);
  expect(linkOf(name)).toEqual({ up: true, mtu: 1500 });
});

test.each([
  ["an interface that is deleted", `ip link del ${name}`, `created ${name} link`],
  [
    "an address that is deleted",
    `ip -6 addr del ${second?.addr}/${length} dev ${name}`,
    `created ${name} addr`,
  ],
  ["a route that is deleted", `ip -6 route del ${second?.network}`, `created ${name} route-network`],
  ["an interface that is set down", `ip link set ${name} down`, `changed ${name} up`],
  ["another MTU", `ip link set ${name} mtu 1400`, `changed ${name} mtu`],
  ["an MTU without IPv6", `ip link set ${name} mtu 1000`, `changed ${name} mtu`],
  ["another group", `ip link set ${name} group 77`, `changed ${name} group`],
  ["an address too many", `ip -6 addr add fd00::1/64 dev ${name} nodad`, `removed ${name} addr`],
  ["a route too many", `ip -6 route add fd01::/64 dev ${name}`, `removed ${name} route-network`],
  [
    "a subtap too many",
    `ip tuntap add dev slaptap16-9 mode tap user ${slaptap16.user}; ip link set slaptap16-9 up`,
    "removed slaptap16-9 link",
  ],
  [
    "the last of all subtaps that are deleted",
    "for n in 1 2 3 4; do ip link del slaptap16-$n; done",
    "created slaptap16-4 link",
  ],
])("%s is healed", async (_, script, change) => {
  const planned = node.witness();
  const healed = watch.said(new RegExp(`healed in [^:]+: (.+, )?${change}(,|$)`));
  sh(script);
  await healed;
  await until(() => isDeepStrictEqual(node.witness(), planned), "all is as it was");
});

test("what it puts right is reported, with what was found and how long it took", async () => {
  const healed = watch.said(/healed in/);
  const drift = watch.said(/drift:/);
  sh(`ip link set ${name} mtu 1400`);
  expect(await drift).toContain(`drift: changed ${name} mtu: 1400, wanted 1500`);
  expect(await healed).toMatch(/healed in \d+\.\d ms: changed slaptap16-2 mtu$/);
});

test("an interface of another is not healed away but reported, once", async () => {
  await watch.end();
  sh(`ip link del ${name}; ip link add ${name} type veth peer name other`);
  watch = startWatch(node);
  expect(await watch.said(/waiting: slaptap16-2 is not a TAP/)).toContain("ip link del dev slaptap16-2");
  await until(() => watch.status()?.condition === "blocked", "the state file says so");
  expect(promise()).toContain("the watch waits: slaptap16-2 is not a TAP");
  sh("ip link del other");
  await until(() => node.differences().length === 0, "healed afterwards");
});

describe("the slaptap is the parent", () => {
  test("its MTU is copied, and one below 1280 is reported instead", async () => {
    sh("ip link set slaptap16 mtu 1400");
    await until(() => [1, 2, 3, 4].every((n) => linkOf(`slaptap16-${n}`).mtu === 1400), "the MTU is copied");
    const told = watch.said(/waiting: slaptap16 has an MTU of 1200/);
    sh("ip link set slaptap16 mtu 1200");
    await told;
    expect(linkOf(name)).toEqual({ up: true, mtu: 1400 });
  });

  test("up again without its route, the watch waits without retrying and says what is needed", async () => {
    await watch.end();
    watch = startWatch(node, "--log-level", "debug");
    await watch.said(/kernel's state: start/);
    sh("ip link set slaptap16 down; ip link set slaptap16 up");
    await watch.said(/waiting: slaptap16 has no IPv6 range.*slapos node format/);
    const looked = watch.said(/read the kernel's state: assurance/);
    await until(() => watch.status()?.condition === "blocked", "the state file says so");
    expect(ors("promise", "watch", "--plan", node.planFile)).toMatch(
      /^1: watch: the watch waits: slaptap16 has no IPv6 range: run `slapos node format --now`\n$/,
    );
    // A second after the last change the watch looks at the kernel once more, and finds nothing new to say or to try.
    const before = watch.lines.length;
    await looked;
    await watch.end();
    const after = watch.lines.slice(before).map((line) => line.replace(/^\S+ /, ""));
    expect(after.filter((line) => !line.startsWith("DEBUG "))).toEqual(["SIGTERM: ending"]);
  });

  test("each subtap returns to what it shall be, and one that was taken down stays so", async () => {
    expect(ors("tap", "down", "slaptap16-3", "--plan", node.planFile)).toMatch(
      /^0: slaptap16-3 is taken down/,
    );
    await until(() => !linkOf("slaptap16-3").up, "taken down");
    sh("ip link set slaptap16 down");
    await until(() => [1, 2, 3, 4].every((n) => !linkOf(`slaptap16-${n}`).up), "down with the slaptap");
    sh("ip link set slaptap16 up");
    await watch.said(/waiting: slaptap16 has no IPv6 range/);
    sh(`ip -6 addr replace ${slaptap16.addr}/71 dev slaptap16 nodad noprefixroute
      ip -6 route replace ${slaptap16.gateway}/128 dev slaptap16
      ip -6 route replace ${slaptap16.range} via ${slaptap16.gateway} dev slaptap16`);
    await until(() => node.differences(["slaptap16-3"]).length === 0, "each as it shall be");
    expect([1, 2, 3, 4].map((n) => linkOf(`slaptap16-${n}`).up)).toEqual([true, true, false, true]);
  });
});

describe("an operator", () => {
  test("takes a subtap down and gives it back", async () => {
    expect(ors("tap", "down", name, "--state", node.state)).toBe(
      `0: ${name} is taken down, until \`ors tap up ${name} --state ${node.state}\`\n`,
    );
    await until(() => !linkOf(name).up, "down");
    await until(() => watch.status()?.takenDown.join() === name, "the state file says so");
    expect(promise()).toContain(`taken down by an operator: ${name}`);
    expect(ors("tap", "up", name, "--state", node.state)).toBe(`0: ${name} is no longer taken down\n`);
    await until(() => node.differences().length === 0, "as planned again");
  });

  test("need not fear that it comes up by itself, or by a restart of the watch", async () => {
    ors("tap", "down", name, "--state", node.state);
    await until(() => !linkOf(name).up, "down");
    sh(`ip link set ${name} up`);
    await until(() => !linkOf(name).up, "down again");
    await watch.end();
    sh(`ip link del ${name}`);
    watch = startWatch(node);
    await watch.said(/applied in/);
    expect(linkOf(name).up).toBe(false);
    expect(node.differences([name])).toEqual([]);
  });

  test("is reported where no watch is there to do it", async () => {
    await watch.end();
    expect(ors("tap", "down", name, "--state", node.state)).toContain("nothing changes until one does");
  });

  test("cannot take down what is not a subtap", () => {
    expect(ors("tap", "down", "slaptap16", "--state", node.state)).toMatch(
      /^2: .*"slaptap16" is not the name of a subtap/,
    );
  });
});

describe("the plan's file", () => {
  function replacePlan(content: string): void {
    writeFileSync(`${node.planFileOutside}.new`, content);
    renameSync(`${node.planFileOutside}.new`, node.planFileOutside);
  }

  test("is applied when it changes", async () => {
    const smaller = { ...node.plan, taps: node.plan.taps.slice(0, 2) };
    replacePlan(JSON.stringify(smaller));
    await watch.said(/applied in .*removed slaptap16-3 link/);
    await until(() => watch.status()?.subtaps === 2, "the state file says so");
    replacePlan(JSON.stringify(node.plan));
    await until(() => node.differences().length === 0, "all of them again");
  });

  test("is reported where it is invalid, and the old plan is kept true", async () => {
    const told = watch.said(/the plan is kept as it was: .*plan\.json: not JSON/);
    replacePlan("{");
    await told;
    sh(`ip link del ${name}`);
    await until(() => node.differences().length === 0, "healed by the old plan");
    await until(() => promise().startsWith("the plan is invalid"), "the promise says so");
    const valid = watch.said(/the plan is valid again, and unchanged/);
    replacePlan(JSON.stringify(node.plan));
    await valid;
    await until(() => promise().startsWith("4 subtaps are kept true"), "all is well again");
  });

  test("that has no subtaps removes what is left and is waited on", async () => {
    await watch.end();
    replacePlan(JSON.stringify({ ...node.plan, taps: [] }));
    watch = startWatch(node);
    const [said] = await Promise.all([watch.said(/has no subtaps/), watch.said(/applied in .*removed/)]);
    expect(said).toContain("another plan is waited for");
    expect(node.witness()).toEqual([]);
    const applied = watch.said(/applied in .*created slaptap16-4 link/);
    replacePlan(JSON.stringify(node.plan));
    await applied;
  });

  test("is read again on SIGHUP, and so is the kernel", async () => {
    const looked = watch.said(/read the kernel's state: SIGHUP/);
    watch.child.kill("SIGHUP");
    await looked;
    expect(node.differences()).toEqual([]);
  });

  test("that is invalid from the first ends with 2 and says why", async () => {
    await watch.end();
    writeFileSync(node.planFileOutside, "[]");
    watch = startWatch(node);
    expect(await watch.end("SIGCONT")).toBe(2);
    expect(watch.lines.join("\n")).toContain("expected: a plan.json");
  });
});

describe("as a service", () => {
  test("it ends cleanly on SIGTERM, and its state says so", async () => {
    let waiting: number[] = [];
    await until(() => {
      waiting = childrenOf(watch.child.pid ?? 0);
      return waiting.map(readProgramName).join() === "netcapdo";
    }, "a trampoline waits for its request");
    expect(await watch.end("SIGTERM")).toBe(0);
    expect(watch.lines.at(-1)).toContain("SIGTERM: ending");
    expect(watch.status()).toMatchObject({ alive: false, condition: "in sync" });
    expect(promise()).toMatch(/^the watch ended at/);
    expect(waiting.map((pid) => isRunning({ pid, startTicks: readStartTicks(pid) ?? -1 }))).toEqual([false]);
  });

  test("state file and metrics say how it is", async () => {
    sh(`ip link set ${name} mtu 1400`);
    await until(() => watch.status()?.healed === 1, "one drift healed");
    expect(watch.status()).toMatchObject({
      alive: true,
      condition: "in sync",
      slaptap: "slaptap16",
      losses: 0,
    });
    const metrics = join(node.stateOutside, "ors.prom");
    await until(
      () =>
        existsSync(metrics) &&
        readFileSync(metrics, "utf8").includes('ors_watch_healed_total{slaptap="slaptap16"} 1\n'),
      "the metrics too",
    );
    expect(promise()).toBe("4 subtaps are kept true, 1 drift healed");
  });

  test("a killed watch is noticed, and the next one takes over", async () => {
    await until(() => watch.status()?.condition === "in sync", "its state is written");
    expect(await watch.end("SIGKILL")).toBe("SIGKILL");
    expect(promise()).toMatch(/is gone; start `ors watch`$/);
    watch = startWatch(node);
    await until(() => promise().startsWith("4 subtaps"), "taken over");
  });

  test("a second one for the same state is refused", async () => {
    await until(() => watch.status() !== null, "its state is written");
    const other = startWatch(node);
    expect(await other.end("SIGCONT")).toBe(4);
    expect(other.lines.join()).toContain("watches already; give another --state");
  });

  test("a second one on the same slaptap is refused, whatever its state folder", async () => {
    const other = startWatch(node, "--state", `${node.state}/other`);
    expect(await other.end("SIGCONT")).toBe(4);
    expect(other.lines.join()).toMatch(/slaptap16: process \d+ watches it already; end it first/);
  });

  test("metrics whose file names no format are refused", async () => {
    await watch.end();
    const other = startWatch(node, "--metrics", `${node.state}/ors.txt`);
    expect(await other.end("SIGCONT")).toBe(2);
    expect(other.lines.join()).toMatch(/does not say its format; expected: \.prom/);
  });

  test("with --json every line is a JSON object", async () => {
    await watch.end();
    watch = startWatch(node, "--json");
    await until(() => watch.status()?.alive === true && watch.status()?.condition === "in sync", "in sync");
    const healed = watch.said(/"event":"healed"/);
    sh(`ip link set ${name} mtu 1400`);
    expect(JSON.parse(await healed)).toMatchObject({
      log_level: "INFO",
      data: { changes: [`changed ${name} mtu`] },
    });
    for (const line of watch.lines) expect(JSON.parse(line)).toHaveProperty("time");
  });
});

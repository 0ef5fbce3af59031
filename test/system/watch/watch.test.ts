/** `ors watch` as the slaptap's owner runs it, with the real trampoline on the real kernel; `ip` breaks, `ip -json` is the witness. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { checkWatch } from "../../../src/promise/watch.ts";
import { isRunning, startTicks } from "../../../src/state/process-identity.ts";
import { clearLinks, whyNoNamespaces } from "../../support/netns.ts";
import { laySlaptap, slaptap16 } from "../../support/netns-slaptap.ts";
import { cli, openNode, planOf, startWatch, type WatchedNode, type WatchProcess } from "./watched-node.ts";

const obstacle = whyNoNamespaces();
let node: WatchedNode;
let watch: WatchProcess;

beforeAll(async () => {
  if (obstacle === null) node = await openNode(4);
});
afterAll(async () => {
  if (obstacle === null) await node.close();
});
beforeEach(async (context) => {
  if (obstacle !== null) context.skip(obstacle);
  clearLinks(node.namespace);
  laySlaptap(node.namespace, slaptap16);
  node.namespace.sh(`rm -rf ${node.state}/*`);
  writeFileSync(node.planFileOutside, JSON.stringify(node.plan));
  watch = startWatch(node, "--metrics", `${node.state}/ors.prom`);
  await watch.said(/healed in/);
});
afterEach(async () => {
  if (obstacle === null) await watch.end();
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

async function until(holds: () => boolean, what: string): Promise<void> {
  for (const start = performance.now(); !holds(); ) {
    if (performance.now() - start > 8000)
      throw new Error(`not so in time: ${what}\n${watch.lines.join("\n")}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const [, second] = planOf(4).taps;
const name = second?.name ?? "";
const length = second?.network.split("/")[1];

test("at its start it brings the kernel to the plan, complete from the first moment on", () => {
  expect(node.differences()).toEqual([]);
  expect(linkOf(name)).toEqual({ up: true, mtu: 1500 });
});

test.each([
  ["an interface that is deleted", `ip link del ${name}`],
  ["an address that is deleted", `ip -6 addr del ${second?.addr}/${length} dev ${name}`],
  ["a route that is deleted", `ip -6 route del ${second?.network}`],
  ["an interface that is set down", `ip link set ${name} down`],
  ["another MTU", `ip link set ${name} mtu 1400`],
  ["an MTU without IPv6", `ip link set ${name} mtu 1000`],
  ["another group", `ip link set ${name} group 77`],
  ["an address too many", `ip -6 addr add fd00::1/64 dev ${name} nodad`],
  ["a route too many", `ip -6 route add fd01::/64 dev ${name}`],
  [
    "a subtap too many",
    `ip tuntap add dev slaptap16-9 mode tap user ${slaptap16.user}; ip link set slaptap16-9 up`,
  ],
  ["all subtaps deleted", "for n in 1 2 3 4; do ip link del slaptap16-$n; done"],
])("%s is healed", async (_, script) => {
  sh(script);
  await until(() => node.differences().length === 0, "healed");
});

test("what it puts right is told, with what was found and how long it took", async () => {
  const healed = watch.said(/healed in/);
  const drift = watch.said(/drift:/);
  sh(`ip link set ${name} mtu 1400`);
  expect(await drift).toContain(`drift: changed ${name} mtu: 1400, wanted 1500`);
  expect(await healed).toMatch(/healed in \d+\.\d ms: changed slaptap16-2 mtu$/);
});

test("an interface of another is not healed away but told, once", async () => {
  await watch.end();
  sh(`ip link del ${name}; ip link add ${name} type veth peer name other`);
  watch = startWatch(node);
  expect(await watch.said(/waiting: slaptap16-2 is no TAP/)).toContain("ip link del dev slaptap16-2");
  await until(() => watch.status()?.condition === "blocked", "the state file says so");
  expect(promise()).toContain("the watch waits: slaptap16-2 is no TAP");
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
    sh("ip link set slaptap16 down; ip link set slaptap16 up");
    await watch.said(/waiting: slaptap16 has no IPv6 range.*slapos node format/);
    await until(() => watch.status()?.condition === "blocked", "the state file says so");
    expect(ors("promise", "watch", "--plan", node.planFile)).toMatch(
      /^1: watch: the watch waits: slaptap16 has no IPv6 range: run `slapos node format --now`\n$/,
    );
    const lines = watch.lines.length;
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(watch.lines.slice(lines).filter((line) => !line.includes("kernel:"))).toEqual([]);
    expect(promise()).toContain("run `slapos node format --now`");
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
      `0: ${name} is taken down, until \`ors tap up ${name}\`\n`,
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
    await watch.said(/healed in/);
    expect(linkOf(name).up).toBe(false);
    expect(node.differences([name])).toEqual([]);
  });

  test("is told where no watch is there to do it", async () => {
    await watch.end();
    expect(ors("tap", "down", name, "--state", node.state)).toContain("nothing changes until one does");
  });

  test("cannot take down what is no subtap", () => {
    expect(ors("tap", "down", "slaptap16", "--state", node.state)).toMatch(/^2: .*"slaptap16" is no subtap/);
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
    await watch.said(/healed in .*removed slaptap16-3 link/);
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
    replacePlan(JSON.stringify(node.plan));
    await until(() => promise().startsWith("4 subtaps are kept true"), "all is well again");
  });

  test("is read again on SIGHUP, and so is the kernel", async () => {
    const looked = watch.said(/looked: SIGHUP/);
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
    const waiting = childrenOf(watch.child.pid ?? 0);
    expect(waiting.map((pid) => readFileSync(`/proc/${pid}/comm`, "utf8"))).toEqual(["netcapdo\n"]);
    expect(await watch.end("SIGTERM")).toBe(0);
    expect(watch.lines.at(-1)).toContain("SIGTERM: ending");
    expect(watch.status()).toMatchObject({ alive: false, condition: "true" });
    expect(promise()).toMatch(/^the watch ended at/);
    expect(waiting.map((pid) => isRunning({ pid, startTicks: startTicks(pid) ?? -1 }))).toEqual([false]);
  });

  test("state file and metrics say how it is", async () => {
    sh(`ip link set ${name} mtu 1400`);
    await until(() => watch.status()?.healed === 2, "two drifts healed, the start's among them");
    expect(watch.status()).toMatchObject({ alive: true, condition: "true", slaptap: "slaptap16", losses: 0 });
    const metrics = () => readFileSync(join(node.stateOutside, "ors.prom"), "utf8");
    await until(
      () => metrics().includes('ors_watch_healed_total{slaptap="slaptap16"} 2\n'),
      "the metrics too",
    );
    expect(promise()).toBe("4 subtaps are kept true, 2 drifts healed");
  });

  test("a killed watch is noticed, and the next one takes over", async () => {
    await until(() => watch.status()?.condition === "true", "its state is written");
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

  test("with --json every line is a JSON object", async () => {
    await watch.end();
    watch = startWatch(node, "--json");
    await watch.said(/"event":"looked"/);
    const healed = watch.said(/"event":"healed"/);
    sh(`ip link set ${name} mtu 1400`);
    expect(JSON.parse(await healed)).toMatchObject({
      log_level: "INFO",
      data: { changes: [`changed ${name} mtu`] },
    });
    for (const line of watch.lines) expect(JSON.parse(line)).toHaveProperty("time");
  });
});

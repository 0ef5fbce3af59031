import { describe, expect, test } from "vitest";
import { clearLinks, type Outcome, outcomeOf } from "../../support/netns.ts";
import { laySlaptap, type Slaptap, slaptap16 } from "../../support/netns-slaptap.ts";
import { requestText, splitOf } from "../../support/netns-trampoline.ts";
import { useStage } from "../../support/stage.ts";
import { until } from "../../support/until.ts";
import { kernelState, openStage, requestFor, startTapper } from "./stage.ts";

const user = slaptap16.user;
const secret = "/proc/sys/net/ipv6/conf/slaptap16/stable_secret";
const stage = useStage(openStage, { after: ({ namespace }) => clearLinks(namespace) });
/** A run that waits in vain for its lock, in a namespace of its own, while the other tests run. */
let waiting: Promise<Outcome> | undefined;
useStage(async () => {
  const locked = await openStage();
  laySlaptap(locked.namespace, slaptap16);
  await startTapper(locked, ["lock", secret, `${user}`], 0);
  const child = locked.namespace.start([locked.netcapdo], { user, input: requestFor(2) });
  waiting = outcomeOf(child);
  const open = (): string => locked.namespace.sh(`ls -l /proc/${child.pid}/fd`);
  await until(() => open().includes("stable_secret"), "the run has its lock's file open", open);
  return locked;
});

function names(): unknown[] {
  return stage.namespace.ip("link").map((link) => link.ifname);
}

/** Runs the trampoline, and before its nth system call a command of root's. */
function at(n: number, command: string, input: string): Outcome {
  return stage.namespace.run([stage.tapper, "at", `${n}`, command, stage.netcapdo], { input });
}

/** How many system calls a run makes that makes two subtaps, or that does this from there. */
function callsOf(input: (tap: Slaptap) => string, first?: (tap: Slaptap) => string): number {
  const [tap] = layMany(1) as [Slaptap];
  if (first !== undefined) stage.ask(first(tap));
  const calls = Number(/(\d+) calls\n$/.exec(at(1_000_000, "true", input(tap)).stderr)?.[1]);
  expect(calls).toBeGreaterThan(60);
  clearLinks(stage.namespace);
  return calls;
}

/** Slaptaps for as many trials, laid in one go: to clear them away between would cost a grace period each. */
function layMany(count: number): Slaptap[] {
  const taps = Array.from({ length: count }, (_, i) => ({
    name: `t${i}`,
    user,
    range: `fd00:${i.toString(16)}::/64`,
    gateway: `fd00:${i.toString(16)}::1`,
    addr: `fd00:${i.toString(16)}::ffff`,
  }));
  const lines = taps.flatMap((tap) => [
    `tuntap add dev ${tap.name} mode tap user ${user}`,
    `link set dev ${tap.name} up`,
    `route add ${tap.gateway}/128 dev ${tap.name}`,
    `route add ${tap.range} via ${tap.gateway} dev ${tap.name}`,
  ]);
  stage.namespace.sh(`ip -6 -batch - <<'END'\n${lines.join("\n")}\nEND`);
  return taps;
}

const two = (tap: Slaptap): string => requestFor(2, tap);

/** A further run ends well, and then nothing is left to do. */
function finishes(tap: Slaptap): void {
  expect(stage.ask(two(tap))).toMatchObject({ status: 0, stderr: "" });
  expect(stage.ask(two(tap), { args: ["--dry-run"] }).stdout).toBe("ok 2 taps, 0 changes\n");
}

describe("killed at each of its system calls, the next run finishes the work", () => {
  test.each([
    ["KILL", 137, 3],
    ["ALRM", 142, 7],
  ])("making subtaps, by SIG%s", (signal, status, step) => {
    const calls = callsOf(two);
    const taps = layMany(calls);
    for (let n = 1; n < calls; n += step)
      expect(at(n, `kill -${signal} $TRACED`, two(taps[n] as Slaptap)).status).toBe(status);
    const made = stage.namespace.ip("link").filter((link) => /^t\d+-/.test(`${link.ifname}`));
    expect(made.length).toBeGreaterThan(5);
    // None stays that its user could not remove.
    for (const link of made)
      expect((link.linkinfo as { info_data: unknown }).info_data).toMatchObject({ persist: true, user });
    for (let n = 1; n < calls; n += step) finishes(taps[n] as Slaptap);
  });

  test("removing and mending them", () => {
    const five = (tap: Slaptap): string => requestFor(5, tap);
    const calls = callsOf(two, five);
    const taps = layMany(calls);
    for (let n = 1; n < calls; n += 2) {
      const tap = taps[n] as Slaptap;
      stage.ask(five(tap));
      stage.namespace.sh(`ip link set ${tap.name}-1 mtu 1400; ip link set ${tap.name}-2 down`);
      expect(at(n, "kill -KILL $TRACED", two(tap)).status).toBe(137);
      finishes(tap);
    }
  });

  test("SIGPIPE and SIGXFSZ do not end it", () => {
    const calls = callsOf(two);
    const taps = layMany(calls);
    for (let n = 30; n < calls; n += 9)
      expect(
        at(n, "kill -PIPE $TRACED; kill -XFSZ $TRACED; kill -CONT $TRACED", two(taps[n] as Slaptap)).status,
      ).toBe(0);
  });
});

describe("the slaptap changes hands between check and change", () => {
  const commands: [string, (tap: Slaptap) => string, RegExp][] = [
    [
      "renamed",
      ({ name }) =>
        `ip link set ${name} down; ip link set ${name} name other-${name}; ip link set other-${name} up`,
      /t\d+ is not there|has no IPv6 range|conf\/t\d+|could not/,
    ],
    ["deleted", ({ name }) => `ip link del ${name}`, /t\d+ is not there|no IPv6 range|conf\/t\d+|could not/],
    ["given to another", ({ name }) => `${stage.tapper} give ${name} 1234`, /t\d+ has another owner/],
    ["without its range", ({ range }) => `ip -6 route del ${range}`, /t\d+ has no IPv6 range/],
    [
      "with a network of its range routed elsewhere",
      ({ range }) => `ip -6 route add blackhole ${range.replace("::/64", ":0:0:4000::/80")}`,
      /t\d+-1: the route to .* leaves by lo|t\d+-1: the route to .* leaves by no interface/,
    ],
  ];
  test.each(commands)("%s, at any of its system calls: nothing that it made is left", (_, command, words) => {
    const calls = callsOf(two);
    const taps = layMany(calls);
    const outcomes = new Map<number, Outcome>();
    for (let n = 1; n < calls; n += 3) {
      const tap = taps[n] as Slaptap;
      outcomes.set(n, at(n, command(tap), two(tap)));
    }
    const left = new Set(names().map((name) => /^t(\d+)-/.exec(`${name}`)?.[1]));
    const done = [...outcomes].filter(([, outcome]) => outcome.status === 0).map(([n]) => n);
    const refused = [...outcomes].filter(([, outcome]) => outcome.status !== 0);
    for (const [n, outcome] of refused) {
      expect([2, 3, 4]).toContain(outcome.status);
      expect(outcome.stderr).toMatch(words);
      expect(outcome.stdout).not.toMatch(/created|ok/);
      expect({ n, left: left.has(`${n}`) }).toEqual({ n, left: false });
    }
    // It is done only where the change came after the last look, and that look comes near the end.
    const last = refused.at(-1)?.[0] ?? 0;
    expect(last).toBeGreaterThan(calls / 2);
    for (const n of done) expect(n).toBeGreaterThan(last);
  });

  test("a TAP of another's that comes under a wanted name is never opened, and stays", () => {
    const calls = callsOf(two);
    const taps = layMany(calls);
    for (let n = 30; n < calls; n += 2) {
      const tap = taps[n] as Slaptap;
      const first = `ip link show ${tap.name}-2 || { ip tuntap add dev ${tap.name}-2 mode tap user 1234; touch ${stage.namespace.folder}/first; }`;
      const outcome = at(n, `(${first}) >/dev/null 2>&1`, two(tap));
      const came = stage.namespace.run(["rm", `${stage.namespace.folder}/first`]).status === 0;
      expect(outcome.status).toBe(came ? 4 : 0);
      expect(stage.namespace.sh(`ip -d link show ${tap.name}-2`)).toMatch(came ? /user 1234/ : /user 65533/);
    }
  });

  test("a route that another interface gets under way is never taken from it", () => {
    const calls = callsOf(two);
    const taps = layMany(calls);
    stage.namespace.sh("ip link add other0 type ifb; ip link set other0 up");
    const networkOf = (tap: Slaptap): string => splitOf(tap, 2)[1]?.network ?? "";
    for (let n = 30; n < calls; n += 3) {
      const tap = taps[n] as Slaptap;
      at(n, `ip -6 route append ${networkOf(tap)} dev other0 metric 1024`, two(tap));
    }
    for (let n = 30; n < calls; n += 3)
      expect(stage.namespace.sh(`ip -6 route show ${networkOf(taps[n] as Slaptap)}`)).toMatch(/dev other0/);
  });

  test("a subtap is up at no moment while it would take Router Advertisements, redirects or addresses", () => {
    const [tap] = layMany(1) as [Slaptap];
    const bad = `${stage.namespace.folder}/loud`;
    const look = `ip link show up 2>/dev/null | sed -n 's/^[0-9]*: \\(${tap.name}-[0-9]\\):.*/\\1/p' | while read name; do
      cd /proc/sys/net/ipv6/conf/$name && [ "$(cat accept_ra accept_redirects autoconf | tr -d '\\n')" = 000 ] || touch ${bad}; touch ${bad}-looked; done`;
    for (const spoil of ["true", `ip link set ${tap.name}-1 down; ip link set ${tap.name}-1 mtu 1000`]) {
      stage.namespace.sh(spoil);
      expect(at(0, look, two(tap)).status).toBe(0);
      expect(stage.namespace.sh(`ls ${stage.namespace.folder} | grep loud`)).toBe("loud-looked\n");
    }
  });

  test("what comes into the group of the doomed is not deleted with them", () => {
    const calls = callsOf((tap) => requestFor(0, tap), two);
    const [tap] = layMany(1) as [Slaptap];
    stage.namespace.sh("ip link add other0 type ifb");
    // Follows the first subtap into whatever group it is in.
    const follow = `g=$(ip -o link show ${tap.name}-1 2>/dev/null | sed -n 's/.* group \\([^ ]*\\) .*/\\1/p')
      [ -z "$g" ] || ip link set other0 group $g`;
    let saved = 0;
    for (let n = 30; n < calls; n += 3) {
      stage.ask(two(tap));
      const outcome = at(n, follow, requestFor(0, tap));
      if (outcome.status === 4) {
        saved++;
        expect(outcome.stderr).toMatch(/other0 came among those to remove; nothing was removed/);
        expect(outcome.stdout).toBe("");
        expect(names().sort()).toEqual(["lo", "other0", tap.name, `${tap.name}-1`, `${tap.name}-2`]);
      } else expect(outcome.status).toBe(0);
      stage.namespace.sh(
        "ip link show other0 >/dev/null 2>&1 || ip link add other0 type ifb; ip link set other0 group default",
      );
    }
    expect(saved).toBeGreaterThan(0);
  });
});

describe("two at once", () => {
  test("runs for one slaptap follow one another, and the last one's request holds", async () => {
    laySlaptap(stage.namespace, slaptap16);
    const counts = [3, 1, 64, 0, 7, 2, 33, 5];
    const outcomes = await Promise.all(
      counts.map((count) =>
        outcomeOf(stage.namespace.start([stage.netcapdo], { user, input: requestFor(count) })),
      ),
    );
    for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 0, stderr: "" });
    const left = names().filter((name) => `${name}`.startsWith("slaptap16-")).length;
    expect(counts).toContain(left);
    expect(stage.ask(requestFor(left)).stdout).toBe(`ok ${left} taps, 0 changes\n`);
  });

  test("the lock is one that no other user can hold", () => {
    laySlaptap(stage.namespace, slaptap16);
    expect(stage.namespace.sh(`stat -c %a:%u ${secret}`)).toBe("600:0\n");
    for (const other of [user, 1234])
      expect(stage.namespace.run([stage.tapper, "lock", secret, `${other}`], { user: other }).stderr).toMatch(
        /Permission denied/,
      );
  });

  test("a run waits for the lock, works when it comes, and decides by what is there then", async () => {
    laySlaptap(stage.namespace, slaptap16);
    const holder = await startTapper(stage, ["lock", secret, `${user}`], 0);
    const waiting = stage.namespace.start([stage.netcapdo], { user, input: requestFor(2) });
    const ended = outcomeOf(waiting);
    await expect.poll(() => stage.namespace.sh(`ls -l /proc/${waiting.pid}/fd`)).toMatch(/stable_secret/);
    stage.namespace.sh(`ip -6 route add blackhole 2401:5180:0:66:a290::/80`);
    holder.stdin?.end();
    expect(await ended).toMatchObject({ status: 2, stdout: "" });
    expect(names()).toEqual(["lo", "slaptap16"]);
  });

  test("after ten seconds of waiting a run gives up with 4", async () => {
    const outcome = await waiting;
    expect(outcome).toMatchObject({ status: 4, stdout: "" });
    expect(outcome?.stderr).toMatch(/slaptap16: another run works on it, for 10 seconds already/);
  });

  test("other slaptaps do not wait, nor does one who may not, nor a dry run", async () => {
    laySlaptap(stage.namespace, slaptap16);
    const other = {
      ...slaptap16,
      name: "slaptap17",
      range: "fd00:17::/64",
      gateway: "fd00:17::1",
      addr: "fd00:17::ffff",
    };
    laySlaptap(stage.namespace, other);
    const holder = await startTapper(stage, ["lock", secret, `${user}`], 0);
    const before = kernelState(stage.namespace);
    expect(stage.ask(requestFor(2), { args: ["--dry-run"] }).status).toBe(0);
    expect(stage.ask(requestFor(2), { user: 1234 }).status).toBe(3);
    expect(kernelState(stage.namespace)).toBe(before);
    expect(stage.ask(requestText("slaptap17", splitOf(other, 1))).status).toBe(0);
    expect(names()).toEqual(["lo", "slaptap16", "slaptap17", "slaptap17-1"]);
    holder.stdin?.end();
  });
});

describe("what changes while it looks", () => {
  test("an interrupted dump is repeated with growing pauses, for ten seconds at most", () => {
    laySlaptap(stage.namespace, slaptap16);
    const others = Array.from({ length: 120 }, (_, i) => `link add name other${i} type ifb`);
    stage.namespace.sh(`ip -batch - <<'END'\n${others.join("\n")}\nEND`);
    const toggle = "ip link add name flip type ifb 2>/dev/null || ip link del flip";
    const outcome = at(0, toggle, requestFor(1));
    expect(outcome).toMatchObject({ status: 4, stdout: "" });
    expect(outcome.stderr).toMatch(/what the kernel has changed during each dump of 10 seconds/);
    for (let n = 30; n < 80; n += 5) {
      stage.ask(requestFor(0));
      expect(at(n, toggle, requestFor(1)).status).toBe(0);
    }
  });

  test("what is read back and differs ends 4, and says in what", () => {
    const calls = callsOf(two);
    const taps = layMany(calls);
    let differed = 0;
    for (let n = 30; n < calls; n += 3) {
      const tap = taps[n] as Slaptap;
      const outcome = at(n, `ip addr add fd99::1/64 dev ${tap.name}-1 nodad 2>/dev/null; true`, two(tap));
      if (outcome.status === 0) continue;
      differed++;
      expect(outcome.status).toBe(4);
      expect(outcome.stderr).toMatch(/t\d+-1: what was read back differs: addr/);
      expect(outcome.stdout).not.toMatch(/ok/);
      finishes(tap);
    }
    expect(differed).toBeGreaterThan(3);
  });

  test("an error of the kernel ends 4 with its own text; what was done is said, and the next run finishes", () => {
    laySlaptap(stage.namespace, slaptap16);
    stage.namespace.sh("echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6");
    const outcome = stage.ask(requestFor(1));
    stage.namespace.sh(
      "echo 0 > /proc/sys/net/ipv6/conf/default/disable_ipv6; echo 0 > /proc/sys/net/ipv6/conf/slaptap16-1/disable_ipv6",
    );
    expect(outcome.status).toBe(4);
    expect(outcome.stderr).toMatch(
      /slaptap16-1: could not create addr: Permission denied: .*IPv6 is disabled on this device/,
    );
    expect(outcome.stdout).toBe("created slaptap16-1 link\nchanged slaptap16-1 up\n");
    expect(stage.ask(requestFor(1)).stdout).toMatch(/^created slaptap16-1 addr\n/);
  });
});

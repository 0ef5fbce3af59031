/** What a caller gains by stopping, starving and killing its own run, and by what others do meanwhile: nothing. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { clearLinks, type Outcome, outcomeOf } from "../../support/netns.ts";
import { laySlaptap, slaptap16 } from "../../support/netns-slaptap.ts";
import { requestText, splitOf } from "../../support/netns-trampoline.ts";
import { timesSlower } from "../../support/patience.ts";
import { useStage } from "../../support/stage.ts";
import { layWithSubtaps, openStage, requestFor, startTapper } from "./stage.ts";

const user = slaptap16.user;
const stage = useStage(openStage, { after: ({ namespace }) => clearLinks(namespace) });

/** Of a run with a script of root's before each of its system calls. */
const maxRunMs = 110_000 * timesSlower();

/** Runs the trampoline, and before its nth system call (0: before each of them, -1: before each sendto) a script of root's. */
function at(n: number, script: string, input: string, args: string[] = []): Outcome {
  writeFileSync(join(stage.namespace.folderOutside, "script"), script);
  const command = `. ${stage.namespace.folder}/script`;
  return stage.namespace.run([stage.tapper, "at", `${n}`, command, stage.netcapdo, ...args], {
    input,
    timeout: maxRunMs,
  });
}

function callsOf(input: string, args: string[] = []): number {
  const calls = Number(/(\d+) calls\n$/.exec(at(1_000_000, ":", input, args).stderr)?.[1]);
  expect(calls).toBeGreaterThan(60);
  return calls;
}

const routesOfSubtaps = "ip -6 route show | grep -c 'dev slaptap16-' || true";
const moveRange = `ip link add other0 type ifb; ip link set other0 up
  ip -6 route del ${slaptap16.range}; ip -6 route add ${slaptap16.range} dev other0`;

describe("stopped between check and change", () => {
  test("it adds nothing to a range that was moved meanwhile, at whatever batch it stands", () => {
    const count = 200;
    const down = requestFor(count).replace(/^tap .*/gm, "$& down");
    let stopped = 0;
    for (const routes of [1, 40, 120]) {
      laySlaptap(stage.namespace, slaptap16);
      expect(stage.ask(down).status).toBe(0);
      // Stops once so many routes stand, for longer than a look is good; from then on none may come.
      const outcome = at(
        0,
        `cd ${stage.namespace.folder}; now=$(${routesOfSubtaps})
        if [ -e stopped ]; then [ "$now" -le "$(cat stopped)" ] || echo "$now" > more
        elif [ "$now" -ge ${routes} ]; then ${moveRange}; echo "$now" > stopped; sleep 1.2; fi`,
        requestFor(count),
      );
      expect(outcome).toMatchObject({ status: 4 });
      expect(outcome.stderr).toMatch(/slaptap16 has no IPv6 range/);
      expect(stage.namespace.sh(`cd ${stage.namespace.folder}; ls; rm -f stopped`)).not.toMatch(/^more$/m);
      expect(stage.namespace.sh(routesOfSubtaps)).toBe("0\n");
      stopped++;
      clearLinks(stage.namespace);
    }
    expect(stopped).toBe(3);
  });

  test("it makes no TAP and sets none up once the slaptap is another's", () => {
    laySlaptap(stage.namespace, slaptap16);
    const names = "ip -o link show up | grep -c slaptap16- || true";
    const outcome = at(
      0,
      `cd ${stage.namespace.folder}; now=$(${names})
      if [ -e stopped ]; then [ "$now" -le "$(cat stopped)" ] || echo "$now" > more
      elif ip link show slaptap16-2 >/dev/null 2>&1; then
        ${stage.tapper} give slaptap16 1234; echo "$now" > stopped; sleep 1.2; fi`,
      requestFor(3),
    );
    expect(outcome.status).toBe(3);
    expect(outcome.stderr).toMatch(/slaptap16 has another owner/);
    expect(stage.namespace.sh(`cd ${stage.namespace.folder}; ls; rm -f stopped`)).not.toMatch(/^more$/m);
    expect(stage.namespace.sh("ip -o link show | grep -c slaptap16- || true")).toBe("0\n");
  });

  test.each([
    ["", 0],
    // More than there was room made for: the look fails in the middle of a dump, and another is needed to remove.
    [", nor when routes have doubled meanwhile", 6000],
  ])("memory taken away while it runs does not keep what it made%s", (_, more) => {
    laySlaptap(stage.namespace, slaptap16);
    // So many routes that a second look at them needs memory of its own.
    stage.namespace.sh(writeRoutes("2001:db8", 4000));
    const batch = writeRoutes("2001:db9", more);
    // The user's own right: prlimit(2) asks for equal ids, and in this namespace root has none over others' processes.
    const starve = `setpriv --reuid ${user} --regid ${user} --clear-groups prlimit --pid $TRACED --as=4096 --data=4096`;
    const outcome = at(
      -1,
      `[ -e ${stage.namespace.folder}/starved ] || [ "$(grep -c slaptap16- /proc/net/ipv6_route)" -lt 9 ] || {
        ${batch}; ${moveRange}; ${starve} && touch ${stage.namespace.folder}/starved; }`,
      requestFor(20),
    );
    expect(stage.namespace.sh(`rm ${stage.namespace.folder}/starved; echo starved`)).toBe("starved\n");
    expect(outcome.status).toBe(4);
    expect(outcome.stdout).not.toMatch(/created|ok/);
    expect(stage.namespace.sh("ip -o link show | grep -c slaptap16- || true")).toBe("0\n");
  });
});

/** Gives the command that adds so many routes by slaptap16. */
function writeRoutes(prefix: string, count: number): string {
  const lines = Array.from(
    { length: count },
    (_, n) => `route add ${prefix}:${n.toString(16)}::/48 dev slaptap16`,
  );
  writeFileSync(join(stage.namespace.folderOutside, prefix.replace(":", "-")), lines.join("\n"));
  return `ip -6 -batch ${stage.namespace.folder}/${prefix.replace(":", "-")}`;
}

describe("the lock", () => {
  const ofDefault = "/proc/sys/net/ipv6/conf/default/stable_secret";

  test("another user's holds up nobody where the slaptap is gone", async () => {
    layWithSubtaps(stage, 2);
    stage.namespace.sh("ip link del slaptap16");
    const holder = await startTapper(stage, ["lock", ofDefault, "1234"], 0);
    expect(stage.ask(requestFor(0))).toMatchObject({ status: 0, stderr: "" });
    holder.stdin?.end();
  });

  /** Starts a run whose answer nobody reads, and waits until it sleeps for that. */
  async function startStuck(input: string, asker: number): Promise<() => Promise<void>> {
    const full = `(head -c 65536 /dev/zero; exec ${stage.netcapdo}) | exec sleep 60`;
    const stuck = stage.namespace.start(["sh", "-c", full], { user: asker, input });
    const own = `for pid in $(ls /proc | grep '^[0-9]'); do
      [ "$(readlink /proc/$pid/ns/net)" = "$(readlink /proc/self/ns/net)" ] &&
        grep -q '^Uid:.${asker}' /proc/$pid/status && `;
    const asleep = `${own} grep -q netcapdo /proc/$pid/comm && grep -Eq 'pipe_write|poll' /proc/$pid/wchan && echo yes; done; :`;
    await expect.poll(() => stage.namespace.sh(`${asleep}`)).toBe("yes\n");
    return async () => {
      const ended = outcomeOf(stuck);
      stage.namespace.sh(`(${own} kill -KILL $pid; done) 2>/dev/null || true`);
      await ended;
    };
  }

  test("a run that cannot get rid of its answer has none any more", async () => {
    layWithSubtaps(stage, 2);
    const end = await startStuck(requestFor(1), user);
    const outcome = stage.ask(requestFor(2));
    await end();
    expect(outcome.status).toBe(0);
  });

  test("nor does it hold up another user where the slaptap is gone", async () => {
    layWithSubtaps(stage, 2);
    stage.namespace.sh("ip link del slaptap16");
    const end = await startStuck(requestFor(0), 1234);
    const outcome = stage.ask(requestFor(0));
    await end();
    expect(outcome).toMatchObject({ status: 0, stderr: "" });
  });
});

describe("the link type of a subtap", () => {
  test("one of another type is a taken name, and left alone where it is not wanted", () => {
    layWithSubtaps(stage, 2);
    expect(stage.ask(requestFor(2).replace(/^tap slaptap16-1 .*/m, "$& down")).status).toBe(0);
    stage.namespace.run([stage.tapper, "type", "slaptap16-1", "776"], { user });
    expect(stage.namespace.sh("ip link show slaptap16-1")).toMatch(/link\/(sit|\[776\])/);
    const outcome = stage.ask(requestFor(2));
    expect(outcome).toMatchObject({ status: 4, stdout: "" });
    expect(outcome.stderr).toMatch(/slaptap16-1 is not an Ethernet TAP; the administrator removes it/);
    expect(stage.ask(requestFor(0)).stderr).toMatch(/slaptap16-1 is left alone: it is not an Ethernet TAP/);
    expect(stage.namespace.sh("ip -o link show slaptap16-1")).not.toMatch(/[<,]UP[,>]/);
  });

  test("a slaptap of another type is none", () => {
    laySlaptap(stage.namespace, slaptap16);
    stage.namespace.sh("ip link set slaptap16 down");
    stage.namespace.run([stage.tapper, "type", "slaptap16", "776"], { user });
    const outcome = stage.ask(requestFor(1));
    expect(outcome).toMatchObject({ status: 4, stdout: "" });
    expect(outcome.stderr).toMatch(/slaptap16 is not an Ethernet TAP/);
  });

  test("nobody changes it at any moment between making and up", () => {
    laySlaptap(stage.namespace, slaptap16);
    const flip = `setpriv --reuid ${user} --regid ${user} --clear-groups ${stage.tapper} type slaptap16-1 776 2>/dev/null && touch ${stage.namespace.folder}/flipped; :`;
    expect(at(0, flip, requestFor(1))).toMatchObject({ status: 0, stderr: "" });
    expect(stage.namespace.sh(`ls ${stage.namespace.folder}`)).not.toMatch(/flipped/);
    expect(stage.namespace.sh("ip link show slaptap16-1")).toMatch(/link\/ether/);
  });

  test("one that is changed between the look and up is set down again", () => {
    laySlaptap(stage.namespace, slaptap16);
    const downs = requestFor(1).replace(/^tap .*/m, "$& down");
    const flip = `setpriv --reuid ${user} --regid ${user} --clear-groups ${stage.tapper} type slaptap16-1 776`;
    expect(stage.ask(downs).status).toBe(0);
    const calls = callsOf(requestFor(1));
    let refused = 0;
    for (let n = 40; n < calls; n += 2) {
      clearLinks(stage.namespace);
      laySlaptap(stage.namespace, slaptap16);
      expect(stage.ask(downs).status).toBe(0);
      const outcome = at(n, `${flip} 2>/dev/null; :`, requestFor(1));
      const shown = stage.namespace.sh("ip -o link show slaptap16-1");
      if (outcome.status === 0) expect(shown).toMatch(/link\/ether/);
      else {
        refused++;
        expect(outcome.stderr).toMatch(/not an Ethernet TAP/);
        expect(shown).not.toMatch(/[<,]UP[,>]/);
      }
    }
    expect(refused).toBeGreaterThan(2);
  });
});

describe("a dump of routes that loses some", () => {
  test("hides no range of another's: routes that come and go at any moment of it are noticed", () => {
    laySlaptap(stage.namespace, slaptap16);
    const [, second] = splitOf(slaptap16, 2);
    const many = Array.from(
      { length: 700 },
      (_, i) => `2000:${i.toString(16)}::/64 dev slaptap16 proto ra metric 7`,
    );
    const batch = (verb: string, routes: readonly string[]): string =>
      routes.map((route) => `route ${verb} ${route}\n`).join("");
    const write = (name: string, text: string): void =>
      writeFileSync(join(stage.namespace.folderOutside, name), text);
    write("all", batch("add", many));
    write("go", `${batch("del", many.slice(0, 300))}route add 2001:db8::/64 dev slaptap16 proto ra\n`);
    write("back", `${batch("add", many.slice(0, 300))}route del 2001:db8::/64 dev slaptap16\n`);
    stage.namespace.sh(`cd ${stage.namespace.folder}; ip -6 -batch all
      ip tuntap add dev slaptap17 mode tap user 1234; ip link set slaptap17 up
      ip -6 route add ${second?.network} dev slaptap17`);
    const calls = callsOf(requestFor(2), ["--dry-run"]);
    for (let n = 30; n < calls; n++) {
      const outcome = at(n, `ip -6 -batch ${stage.namespace.folder}/go`, requestFor(2), ["--dry-run"]);
      stage.namespace.sh(`ip -6 -batch ${stage.namespace.folder}/back`);
      expect({ n, status: outcome.status }).toEqual({ n, status: 2 });
      expect(outcome.stderr).toMatch(/leaves by slaptap17/);
    }
  });
});

describe("others that make and remove their subtaps all the time", () => {
  test("fail no run that has nothing to do, nor one that makes and removes", async () => {
    layWithSubtaps(stage, 2);
    const other = { ...slaptap16, name: "slaptap17", user: 1234, range: "fd00:17::/64" };
    laySlaptap(stage.namespace, { ...other, gateway: "fd00:17::1", addr: "fd00:17::ffff" });
    const [many, none] = [requestText("slaptap17", splitOf(other, 60)), requestText("slaptap17", [])];
    const loop = `while printf '%s' "$1" | ${stage.netcapdo} && printf '%s' "$2" | ${stage.netcapdo}; do :; done >/dev/null`;
    const churn = stage.namespace.start(["sh", "-c", loop, "sh", many, none], { user: 1234 });
    const ended = outcomeOf(churn);
    for (let i = 0; i < 60; i++) {
      expect(stage.ask(requestFor(i % 3 === 0 ? 3 : 2))).toMatchObject({ status: 0, stderr: "" });
    }
    expect(churn.exitCode).toBeNull();
    stage.namespace.sh("ip link del slaptap17");
    expect((await ended).stderr).not.toMatch(/what the kernel has changed/);
  });
});

import { describe, expect, test } from "vitest";
import { clearLinks, type Outcome, outcomeOf } from "../../support/netns.ts";
import { laySlaptap, slaptap16 } from "../../support/netns-slaptap.ts";
import { installTrampoline, requestText, splitOf, type WantedTap } from "../../support/netns-trampoline.ts";
import { useStage } from "../../support/stage.ts";
import { redirect, routerAdvertisement, writeFrames } from "./frames.ts";
import {
  kernelState,
  layWithSubtaps,
  openStage,
  requestFor,
  rightState,
  startTapper,
  subtapState,
} from "./stage.ts";

const user = slaptap16.user;
const stage = useStage(openStage, {
  before: ({ namespace }) => laySlaptap(namespace, slaptap16),
  after: ({ namespace }) => clearLinks(namespace),
});

/** Runs a shell command as the slaptap's user, the request for two subtaps on its standard input. */
function shell(command: string, input = requestFor(2)): Outcome {
  return stage.namespace.run(["sh", "-c", command], { user, input });
}

function expectTwo(): void {
  for (const tap of splitOf(slaptap16, 2))
    expect(subtapState(stage.namespace, tap.name)).toEqual(rightState(tap));
}

function expectNothingDone(before: string): void {
  expect(kernelState(stage.namespace)).toBe(before);
}

describe("descriptors", () => {
  test.each(["<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-"])(
    "closed: %s",
    (closed) => {
      const before = kernelState(stage.namespace);
      const outcome = shell(`${stage.netcapdo} ${closed}`);
      const wanted =
        closed.includes(">&- ") || closed === ">&-" || closed.startsWith(">&-") || closed.includes(" >&-")
          ? 4
          : closed.startsWith("<")
            ? 2
            : 0;
      expect(outcome.status).toBe(wanted);
      if (wanted === 0) expectTwo();
      else expectNothingDone(before);
      if (!closed.includes("2>&-"))
        expect(outcome.stderr).toMatch(
          /could not be read: Bad file descriptor|standard output is not open for writing/,
        );
    },
  );

  test("standard output full, or a pipe that nobody reads, ends 4; what was done stands", () => {
    for (const command of [
      `${stage.netcapdo} > /dev/full`,
      `((trap '' PIPE; while echo; do :; done) 2>/dev/null; ${stage.netcapdo}; echo $? >&2) | true`,
    ]) {
      const outcome = shell(command);
      expect(`${outcome.status} ${outcome.stderr}`).toMatch(
        /the answer could not be written: (No space left on device|Broken pipe)/,
      );
      expect(`${outcome.status} ${outcome.stderr}`).toMatch(/^4 |\n4\n$/);
      expectTwo();
    }
  });

  test("standard input a folder, an empty file, or open for writing only ends 2", () => {
    const before = kernelState(stage.namespace);
    for (const [from, words] of [
      ["< /", /could not be read: Is a directory/],
      ["< /dev/null", /did not arrive whole/],
      ["0> /dev/null", /could not be read/],
    ] as const) {
      const outcome = shell(`${stage.netcapdo} ${from}`);
      expect(outcome.status).toBe(2);
      expect(outcome.stderr).toMatch(words);
    }
    expectNothingDone(before);
  });

  test("descriptors of the caller's are closed, and reach nothing", async () => {
    const child = stage.namespace.start(
      ["sh", "-c", `exec 3</etc/hostname 4</dev/net/tun 9</ ; exec ${stage.netcapdo}`],
      { user },
    );
    await expect
      .poll(() => stage.namespace.sh(`cat /proc/${child.pid}/comm; ls /proc/${child.pid}/fd | tr '\\n' ' '`))
      .toBe("netcapdo\n0 1 2 ");
    const ended = outcomeOf(child);
    child.stdin?.end(requestFor(2));
    expect((await ended).status).toBe(0);
  });
});

describe("what the caller prepares", () => {
  test("a hostile environment", () => {
    const env = Object.fromEntries(
      [
        "LD_PRELOAD",
        "LD_LIBRARY_PATH",
        "LD_AUDIT",
        "LD_DEBUG",
        "LOCPATH",
        "LANG",
        "LC_ALL",
        "TMPDIR",
        "IFS",
        "TZ",
        "TZDIR",
        "GCONV_PATH",
        "NLSPATH",
        "HOSTALIASES",
        "RESOLV_HOST_CONF",
        "GETCONF_DIR",
        "MALLOC_TRACE",
        "MALLOC_CHECK_",
        "MALLOC_PERTURB_",
        "MALLOC_ARENA_MAX",
        "GLIBC_TUNABLES",
        "POSIXLY_CORRECT",
      ].map((name) => [name, name.startsWith("MALLOC") ? "3" : `${stage.namespace.folder}/evil`]),
    );
    const all = {
      ...env,
      GLIBC_TUNABLES: "glibc.malloc.check=3:glibc.malloc.perturb=165",
      PATH: "/nowhere:.",
    };
    const pairs = Object.entries({ ...all, LANG: "x".repeat(100_000) }).map(
      ([name, value]) => `${name}=${value}`,
    );
    const outcome = stage.namespace.run(["env", ...pairs, stage.netcapdo], { user, input: requestFor(2) });
    expect(outcome).toMatchObject({ status: 0, stderr: "" });
    expectTwo();
  });

  test("no argument vector at all, and an empty name", () => {
    expect(
      stage.namespace.run([stage.tapper, "bare", stage.netcapdo], { user, input: requestFor(2) }),
    ).toMatchObject({ status: 0, stderr: "" });
    expectTwo();
    expect(
      shell(`exec -a '' ${stage.netcapdo}`).status === 0 ||
        shell(`bash -c "exec -a '' ${stage.netcapdo}"`).status === 0,
    ).toBe(true);
  });

  test("hard links, symbolic links and copies of the program", () => {
    const folder = stage.namespace.folder;
    stage.namespace.sh(
      `ln ${stage.netcapdo} ${folder}/hard; ln -s ${stage.netcapdo} '${folder}/sym link'; mkdir -m 777 ${folder}/open`,
    );
    expect(shell(`'${folder}/sym link'`)).toMatchObject({ status: 0, stderr: "" });
    expectTwo();
    expect(shell(`${folder}/hard --dry-run`)).toMatchObject({ status: 0, stderr: "" });
    const before = kernelState(stage.namespace);
    const copy = shell(`cp ${stage.netcapdo} ${folder}/open/copy && ${folder}/open/copy`, requestFor(3));
    expect(copy.status).toBe(3);
    expect(copy.stderr).toMatch(/no capability/);
    expectNothingDone(before);
    stage.namespace.sh(`rm -r ${folder}/hard ${folder}/sym* ${folder}/open`);
  });

  test("set-user-ID is refused: a file capability is what it takes", () => {
    stage.namespace.sh(
      `cp ${stage.netcapdo} ${stage.namespace.folder}/suid; chmod 4755 ${stage.namespace.folder}/suid`,
    );
    const before = kernelState(stage.namespace);
    const outcome = shell(`${stage.namespace.folder}/suid`);
    expect(outcome.status).toBe(3);
    expect(outcome.stderr).toMatch(/it must not be set-user-ID/);
    expectNothingDone(before);
  });

  test("no_new_privs above it, and a mount without file capabilities, leave it without one", () => {
    const before = kernelState(stage.namespace);
    expect(shell(`setpriv --no-new-privs ${stage.netcapdo}`)).toMatchObject({ status: 3, stdout: "" });
    stage.namespace.sh(
      `mkdir -p ${stage.namespace.folder}/n; mount --bind ${stage.namespace.folder} ${stage.namespace.folder}/n; mount -o remount,bind,nosuid ${stage.namespace.folder}/n`,
    );
    expect(shell(`${stage.namespace.folder}/n/netcapdo`)).toMatchObject({ status: 3, stdout: "" });
    stage.namespace.sh(`umount ${stage.namespace.folder}/n`);
    expectNothingDone(before);
  });

  test("the bounding set without the capability: execve itself refuses the program", () => {
    stage.namespace.sh(`setcap cap_net_admin+ep ${stage.netcapdo}`);
    const outcome = stage.namespace.run(
      [
        "setpriv",
        "--bounding-set=-net_admin",
        "--reuid",
        `${user}`,
        "--regid",
        `${user}`,
        "--clear-groups",
        "env",
        stage.netcapdo,
      ],
      { input: requestFor(2) },
    );
    stage.namespace.sh(`setcap cap_net_admin+p ${stage.netcapdo}`);
    expect(outcome.status).toBe(126);
    expect(outcome.stderr).toMatch(/Operation not permitted/);
  });

  test.each([
    "nofile=3",
    "nofile=4",
    "nofile=5",
    "nofile=6",
    "nofile=0",
    "as=2000000",
    "as=500000",
    "data=100000",
    "data=0",
    "fsize=0",
    "cpu=0",
    "cpu=1",
    "stack=8192",
    "stack=1",
    "nproc=1",
    "memlock=0",
    "core=unlimited",
    "sigpending=0",
    "rss=1",
    "msgqueue=0",
    "nice=0",
    "rtprio=0",
  ])("the resource limit %s", (limit) => {
    const outcome = shell(
      `prlimit --${limit} ${stage.netcapdo} > ${limit === "fsize=0" ? "/tmp/x" : "/dev/stdout"}`.replace(
        "> /tmp/x",
        "| cat; exit 0",
      ),
    );
    const again = stage.ask(requestFor(2));
    expect(again).toMatchObject({ status: 0, stderr: "" });
    expectTwo();
    // Either all was done, or it was said what failed, or the kernel ended it.
    if (outcome.status === 0 && limit !== "fsize=0") expect(again.stdout).toBe("ok 2 taps, 0 changes\n");
    else expect(outcome.status).not.toBeNull();
  });

  test("a file of limited size as standard output ends 4", () => {
    stage.namespace.sh(`mkdir -m 777 ${stage.namespace.folder}/out`);
    const outcome = shell(`prlimit --fsize=0 ${stage.netcapdo} > ${stage.namespace.folder}/out/file`);
    expect(outcome).toMatchObject({ status: 4 });
    expect(outcome.stderr).toMatch(/the answer could not be written: File too large/);
    expectTwo();
  });
});

describe("looking into it and changing it while it runs", () => {
  test("traced from the start it has no capability", () => {
    const before = kernelState(stage.namespace);
    const outcome = stage.namespace.run([stage.tapper, "traced", stage.netcapdo], {
      user,
      input: requestFor(2),
    });
    expect(outcome).toMatchObject({ status: 3, stdout: "" });
    expect(outcome.stderr).toMatch(/no capability/);
    expectNothingDone(before);
  });

  test("a running one cannot be traced, and shows neither memory nor descriptors; it holds only this capability", async () => {
    const child = stage.namespace.start([stage.netcapdo], { user });
    await expect
      .poll(() =>
        stage.namespace.sh(`grep -E 'NoNewPrivs|Cap' /proc/${child.pid}/status`).replaceAll("\t", " "),
      )
      .toMatch(/CapInh: 0+\nCapPrm: 0+1000\nCapEff: 0+\nCapBnd: .*\nCapAmb: 0+\nNoNewPrivs: 1\n/);
    expect(
      stage.namespace.sh(`stat -c %u /proc/${child.pid}/maps; grep -i 'core file' /proc/${child.pid}/limits`),
    ).toMatch(/^0\nMax core file size +0 +0 /);
    expect(stage.namespace.run([stage.tapper, "attach", `${child.pid}`], { user })).toMatchObject({
      status: 0,
      stdout: "done\n",
    });
    const ended = outcomeOf(child);
    child.stdin?.end(requestFor(2));
    expect((await ended).status).toBe(0);
  });

  test("without the capability it cannot be traced either", async () => {
    const child = stage.namespace.start([installTrampoline(stage.namespace, null)], { user });
    await expect.poll(() => stage.namespace.sh(`cat /proc/${child.pid}/status`)).toMatch(/NoNewPrivs:\t1\n/);
    const looked = stage.namespace.run([stage.tapper, "attach", `${child.pid}`], { user });
    expect(looked).toMatchObject({ status: 0, stdout: "done\n" });
    const ended = outcomeOf(child);
    child.stdin?.end();
    expect((await ended).status).toBe(2);
  });

  test("SIGSTOP while it reads, then SIGCONT: it goes on, and held up nobody meanwhile", async () => {
    const child = stage.namespace.start([stage.netcapdo], { user });
    const ended = outcomeOf(child);
    child.stdin?.write("netcapdo 1\nslaptap slaptap16\n");
    child.kill("SIGSTOP");
    expect(stage.ask(requestFor(2)).status).toBe(0);
    child.kill("SIGCONT");
    child.stdin?.end("end\n");
    expect(await ended).toMatchObject({
      status: 0,
      stdout: "removed slaptap16-1 link\nremoved slaptap16-2 link\nok 0 taps, 2 changes\n",
    });
  });
});

describe("other namespaces", () => {
  const unshared: [string, string][] = [
    ["a user namespace without a mapping", "unshare -U"],
    ["a user namespace as its root", "unshare -Ur"],
    ["a user namespace as its user", "unshare -U --map-current-user"],
    [
      "a user and mount namespace with another /dev/net/tun",
      "unshare -Urm sh -c 'mount -t tmpfs x /dev/net; ln -s /dev/null /dev/net/tun; exec \"$0\"'",
    ],
    [
      "a user and mount namespace with another /proc",
      "unshare -Urm sh -c 'mount -t tmpfs x /proc/sys/net 2>/dev/null || mount -t tmpfs x /proc; exec \"$0\"'",
    ],
  ];
  test.each(unshared)("in %s it changes nothing", (_, command) => {
    const before = kernelState(stage.namespace);
    const outcome = shell(`${command} ${stage.netcapdo}`);
    expect([3, 4]).toContain(outcome.status);
    expect(outcome.stdout).toBe("");
    expect(outcome.stderr).toMatch(
      /no capability CAP_NET_ADMIN here|has another owner|stands here for all users|ipv6\/conf.*: No such file/,
    );
    expectNothingDone(before);
  });

  test("a caller who is the overflow user in a user namespace owns nothing, although all unmapped owners read so", () => {
    const outcome = shell(`unshare -U ${stage.netcapdo}`);
    expect(outcome.status).toBe(3);
    expect(outcome.stderr).toMatch(/user 65534 stands here for all users that are not mapped/);
  });

  test("the overflow user of the node itself is a user like any other", () => {
    clearLinks(stage.namespace);
    laySlaptap(stage.namespace, { ...slaptap16, user: 65534 });
    expect(stage.ask(requestFor(2), { user: 65534 }).status).toBe(0);
  });

  test("in a network namespace of the caller's own it works on that one alone", () => {
    const before = kernelState(stage.namespace);
    const outcome = shell(
      `unshare -Urn sh -c 'ip tuntap add dev slaptap16 mode tap user 0 && ip link set slaptap16 up && ip -6 route add ${slaptap16.range} dev slaptap16 && ${stage.netcapdo} && ip -br link | grep -c slaptap16-'`,
    );
    expect(outcome).toMatchObject({ status: 0 });
    expect(outcome.stdout).toMatch(/ok 2 taps, 10 changes\n2\n$/);
    expectNothingDone(before);
  });
});

describe("whatever comes from a TAP", () => {
  test("redirects for a wanted network, written into the slaptap, do not matter", async () => {
    const inside = "2401:5180:0:66:a280::77";
    stage.namespace.sh("ip -6 addr add fe80::2/64 dev slaptap16 nodad");
    await writeFrames(stage, "slaptap16", [
      routerAdvertisement({ onLink: "fd00:7::/64", route: "2401::/16" }),
      redirect("fe80::2", inside, inside),
    ]);
    expect(stage.ask(requestFor(2))).toMatchObject({ status: 0, stderr: "" });
    expectTwo();
  });

  test("a Router Advertisement with a route of its own into a wanted network is named", async () => {
    stage.namespace.sh("echo 128 > /proc/sys/net/ipv6/conf/slaptap16/accept_ra_rt_info_max_plen");
    await writeFrames(stage, "slaptap16", [
      routerAdvertisement({ onLink: "2401:5180:0:66:a290::/80", route: "fd00:8::/64" }),
    ]);
    const before = kernelState(stage.namespace);
    const outcome = stage.ask(requestFor(2));
    expect(outcome).toMatchObject({ status: 2, stdout: "" });
    expect(outcome.stderr).toMatch(/slaptap16-1: the route to 2401:5180:0:66:a290::\/80 leaves by slaptap16/);
    expectNothingDone(before);
  });
});

describe("an attacker's own subtaps", () => {
  test("a subtap given to another user is refused to its new and to its old owner", () => {
    clearLinks(stage.namespace);
    layWithSubtaps(stage, 2);
    expect(stage.namespace.run([stage.tapper, "give", "slaptap16-2", "1234"], { user }).status).toBe(0);
    const before = kernelState(stage.namespace);
    for (const [asker, words] of [
      [user, /slaptap16-2 has another owner; the administrator removes it/],
      [1234, /slaptap16 has another owner/],
    ] as const) {
      const outcome = stage.ask(requestFor(2), { user: asker });
      expect(outcome.stderr).toMatch(words);
    }
    expectNothingDone(before);
  });

  test("a slaptap that its user gives away or lets vanish takes no subtap of others with it", async () => {
    clearLinks(stage.namespace);
    const [one] = layWithSubtaps(stage, 2) as [WantedTap];
    const holder = await startTapper(stage, ["fleeting", "slaptap16"]);
    const ended = outcomeOf(holder);
    holder.stdin?.end();
    await ended;
    expect(stage.ask(requestText("slaptap16", [one])).stderr).toMatch(/slaptap16 is not there/);
    expect(stage.ask(requestFor(0), { user: 1234 }).stdout).toBe("ok 0 taps, 0 changes\n");
    expect(subtapState(stage.namespace, one.name)).toEqual(rightState(one));
    expect(stage.ask(requestFor(0)).stdout).toMatch(/ok 0 taps, 2 changes/);
  });
});

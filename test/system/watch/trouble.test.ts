/** What a watch lives through: floods, losses, a trampoline that is not there, fails or hangs, a namespace that is deleted. */
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { clearLinks, outcomeOf } from "../../support/netns.ts";
import { laySlaptap, slaptap16 } from "../../support/netns-slaptap.ts";
import { useStage } from "../../support/stage.ts";
import { until as untilSo } from "../../support/until.ts";
import {
  cli,
  openNode,
  startWatch,
  type WatchedNode,
  type WatchProcess,
  watchProcess,
} from "./watched-node.ts";

let watch: WatchProcess | undefined;
const node = useStage(
  async () => {
    const opened = await openNode(4);
    installFlood(opened);
    return opened;
  },
  {
    before: ({ namespace, state }) => {
      clearLinks(namespace);
      laySlaptap(namespace, slaptap16);
      namespace.sh(`rm -rf ${state}/*; ip link add flood0 type ifb; ip link set flood0 up`);
    },
    after: async () => {
      await watch?.end("SIGKILL");
      watch = undefined;
    },
  },
);

/** The generator of the bench: many changes on an interface beside the subtaps. */
function installFlood({ namespace }: WatchedNode): void {
  const folder = mkdtempSync(join(tmpdir(), "ors-flood-"));
  const source = resolve(import.meta.dirname, "../../../bench/c/flood.c");
  const compiled = spawnSync("cc", ["-O2", "-o", join(folder, "flood"), source], { encoding: "utf8" });
  if (compiled.status !== 0) throw new Error(`cc: ${compiled.stderr}`);
  copyFileSync(join(folder, "flood"), join(namespace.folderOutside, "flood"));
  rmSync(folder, { recursive: true });
}

function flood(changes: number, rate = 0) {
  return outcomeOf(
    node.namespace.start([`${node.namespace.folder}/flood`, "flood0", `${rate}`, `${changes}`]),
  );
}

const until = (holds: () => boolean, what: string) =>
  untilSo(holds, what, () => watch?.lines.join("\n") ?? "");

const breakOne = () =>
  node.namespace.sh("ip link set slaptap16-2 mtu 1400; ip -6 addr flush dev slaptap16-3 scope global");

describe("floods", () => {
  test("a drift in the middle of a flood is healed, and what is lost on the way is reported", async () => {
    watch = startWatch(node);
    await watch.said(/applied in/);
    const end = flood(60_000, 20_000);
    breakOne();
    await until(() => node.differences().length === 0, "healed while the flood goes on");
    expect((await end).status).toBe(0);
    await until(() => (watch?.status()?.messages ?? 0) > 40_000, "the messages are counted");
    await until(() => watch?.status()?.condition === "in sync", "the state file says so");
    const countTold = () => watch?.lines.filter((line) => line.includes("messages lost")).length;
    await until(() => watch?.status()?.losses === countTold(), "each loss that was told is counted");
  });

  test.each([
    ["a small buffer of the kernel", ["--receive-buffer", "1"], /messages lost: the kernel had more to tell/],
    [
      "a small queue",
      ["--queue", "4", "--batch", "1", "--pause", "20"],
      /messages lost: the queue of 4096 bytes/,
    ],
  ])("with %s losses are told and made good", async (_, options, told) => {
    watch = startWatch(node, ...options);
    await watch.said(/applied in/);
    const lost = watch.said(told);
    const end = flood(30_000);
    breakOne();
    await lost;
    await end;
    await until(() => node.differences().length === 0, "nothing differs in the end");
    await until(() => (watch?.status()?.losses ?? 0) > 0, "losses are counted");
  });

  test("a watch that was stopped for a while finds out what it missed", async () => {
    watch = startWatch(node, "--receive-buffer", "8");
    await watch.said(/applied in/);
    const lost = watch.said(/messages lost/);
    watch.child.kill("SIGSTOP");
    const end = flood(5000);
    breakOne();
    await end;
    watch.child.kill("SIGCONT");
    await lost;
    await until(() => node.differences().length === 0, "healed");
  });
});

describe("the trampoline", () => {
  /** A program in its place. */
  function standIn(script: string): string {
    const path = join(node.namespace.folderOutside, "stand-in");
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return join(node.namespace.folder, "stand-in");
  }

  test("that is not there is reported, and used as soon as it is there", async () => {
    node.namespace.sh(`rm -f ${node.namespace.folder}/later`);
    watch = startWatch(node, "--trampoline", `${node.namespace.folder}/later`);
    expect(await watch.said(/next try in/)).toContain("does not exist: `npm run build`");
    node.namespace.sh(`cp -p --preserve=all ${node.trampoline} ${node.namespace.folder}/later`);
    await until(() => node.differences().length === 0, "healed");
  });

  test("that gets its capability later works from then on", async () => {
    const bare = `${node.namespace.folder}/bare`;
    node.namespace.sh(`cp ${node.trampoline} ${bare}`);
    watch = startWatch(node, "--trampoline", bare);
    expect(await watch.said(/next try in/)).toContain("capability");
    node.namespace.sh(`setcap cap_net_admin+p ${bare}`);
    await until(() => node.differences().length === 0, "healed");
  });

  test("that always fails is tried with growing pauses, not in a loop", async () => {
    watch = startWatch(node, "--trampoline", standIn("cat >/dev/null; echo netcapdo: no luck >&2; exit 4"));
    await watch.said(/no luck; next try in 810 ms/);
    const pauses = watch.lines.flatMap((line) => /next try in (\d+) ms/.exec(line)?.[1] ?? []);
    expect(pauses, watch.lines.join("\n")).toEqual(["10", "30", "90", "270", "810"]);
    await until(() => watch?.status()?.condition === "failing", "the state file says so");
    expect(watch.status()?.problem).toContain("no luck");
  });

  test("that says it did what it did not is not believed", async () => {
    watch = startWatch(node, "--trampoline", standIn("cat >/dev/null; echo ok 4 taps, 0 changes"));
    await watch.said(/was made and does not hold; next try in \d+ ms/);
    expect(watch.lines.join("\n")).not.toContain("healed");
  });

  test("that is slow holds nothing up, and is not started twice", async () => {
    const slow = standIn(`echo run >> ${node.state}/runs; asked=$(cat)
      while [ -e ${node.state}/hold ]; do sleep 0.02; done; echo "$asked" | ${node.trampoline}`);
    watch = startWatch(node, "--trampoline", slow, "--log-level", "debug");
    await watch.said(/applied in/);
    node.namespace.sh(`touch ${node.state}/hold`);
    const healed = watch.said(/healed in/);
    breakOne();
    const seen = watch.said(/kernel: .*slaptap16-1: .* mtu 1300/);
    node.namespace.sh("ip link set slaptap16-1 mtu 1300");
    await seen;
    node.namespace.sh(`rm ${node.state}/hold`);
    await healed;
    await until(() => node.differences().length === 0, "healed");
    const runs = readFileSync(join(node.stateOutside, "runs"), "utf8").split("\n").length - 1;
    // One for the start, one or two for what was broken, and the one that waits for its request.
    expect(runs).toBeLessThanOrEqual(4);
  });

  test("is asked to take all subtaps down with the slaptap", async () => {
    const request = `${node.state}/request`;
    watch = startWatch(node);
    await watch.said(/applied in/);
    await watch.end();
    node.namespace.sh("ip link set slaptap16 down");
    watch = startWatch(node, "--trampoline", standIn(`asked=$(cat); echo "$asked" > ${request}; exit 4`));
    await watch.said(/next try in/);
    const lines = readFileSync(join(node.stateOutside, "request"), "utf8").trim().split("\n");
    expect(lines.slice(2, -1).map((line) => line.split(" ").at(-1))).toEqual([
      "down",
      "down",
      "down",
      "down",
    ]);
  });

  test("still runs when SIGTERM comes: the watch waits for it, and ends", async () => {
    const slow = standIn(`read -r line; echo begun >> ${node.state}/begun
      until [ -e ${node.state}/go ]; do sleep 0.02; done; echo done >> ${node.state}/begun; exit 4`);
    watch = startWatch(node, "--trampoline", slow);
    await until(() => {
      try {
        return readFileSync(join(node.stateOutside, "begun"), "utf8") !== "";
      } catch {
        return false;
      }
    }, "it runs");
    const ending = watch.said(/SIGTERM: ending/);
    const ended = watch.end("SIGTERM");
    await ending;
    node.namespace.sh(`touch ${node.state}/go`);
    expect(await ended).toBe(0);
    expect(readFileSync(join(node.stateOutside, "begun"), "utf8")).toBe("begun\ndone\n");
  });
});

test("a namespace whose name is deleted lives on with its watch, and healing goes on", async () => {
  const { namespace } = node;
  namespace.sh(`mount -t tmpfs tmpfs /run; ip netns add gone; ip -n gone link set lo up`);
  const [base = "", plen = ""] = slaptap16.range.split("/");
  const lay = `ip tuntap add dev slaptap16 mode tap user ${slaptap16.user}; ip link set slaptap16 up
    ip -6 addr add ${slaptap16.addr}/${plen} dev slaptap16 nodad noprefixroute
    ip -6 route add ${slaptap16.gateway}/128 dev slaptap16
    ip -6 route add ${base}/${plen} via ${slaptap16.gateway} dev slaptap16`;
  namespace.sh(`ip netns exec gone sh -ec '${lay}'`);
  const words = [cli, "watch", "--plan", node.planFile, "--trampoline", node.trampoline];
  const user = `${slaptap16.user}`;
  const asUser = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups", "env"];
  watch = watchProcess(node, ["ip", "netns", "exec", "gone", ...asUser, process.execPath, ...words], 0);
  await watch.said(/applied in/);
  namespace.sh("ip netns del gone");
  const healed = watch.said(/healed in/);
  const inside = ["nsenter", `--net=/proc/${watch.child.pid}/ns/net`];
  expect(
    spawnSync(inside[0] ?? "", [...inside.slice(1), "ip", "link", "set", "slaptap16-1", "mtu", "1400"])
      .status,
  ).toBe(0);
  expect(await healed).toContain("changed slaptap16-1 mtu");
  expect(await watch.end("SIGTERM")).toBe(0);
});

describe("ors watch --print", () => {
  test("prints what the kernel says in the words of ip, and changes nothing", async () => {
    watch = watchProcess(node, [process.execPath, cli, "watch", "--print"]);
    // It listens as soon as it prints the first of these.
    await until(() => {
      node.namespace.sh("ip link set lo mtu 65000; ip link set lo mtu 65536");
      return watch?.lines.some((line) => line.includes(" lo: ")) ?? false;
    }, "it listens");
    node.namespace.sh(`ip link set flood0 mtu 1400; ip addr add 10.9.8.7/24 dev flood0
      ip -6 addr add fd00:1::1/64 dev flood0 nodad; ip -6 route add fd00:2::/64 via fd00:1::2 dev flood0
      ip -6 route del fd00:2::/64; ip link del flood0`);
    await watch.said(/^Deleted \d+: flood0: /);
    const said = watch.lines;
    for (const line of [
      /^\d+: flood0: <BROADCAST,.*> mtu 1400 .*link\/ether .* ifb$/,
      /^\d+: flood0 inet 10\.9\.8\.7\/24 .*scope global/,
      /^\d+: flood0 inet6 fd00:1::1\/64 scope global/,
      /^fd00:2::\/64 via fd00:1::2 dev flood0 .*metric 1024/,
      /^Deleted fd00:2::\/64 via fd00:1::2 dev flood0/,
    ]) {
      expect(
        said.find((one) => line.test(one)),
        `${line}\n${said.join("\n")}`,
      ).toBeDefined();
    }
    // Nothing was healed, although none of the planned subtaps is there.
    expect(node.namespace.ip("link", "show").map(({ ifname }) => ifname)).toEqual(["lo", "slaptap16"]);
    expect(await watch.end("SIGTERM")).toBe(0);
  });
});

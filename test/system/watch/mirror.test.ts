/** The mirror that messages keep up to date, held against fresh dumps while random things happen to the kernel. */
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { runInNetworkNamespace } from "../../../src/libc/namespace.ts";
import { restorePlan } from "../../../src/plan/plan-json.ts";
import { compareWithKernel } from "../../../src/tap/difference.ts";
import { readKernelState } from "../../../src/tap/kernel-state.ts";
import { processClock } from "../../../src/watch/clock.ts";
import { defaultQueueKib, defaultSlice } from "../../../src/watch/defaults.ts";
import { connectKernel } from "../../../src/watch/sync/live-kernel.ts";
import { getKernelState } from "../../../src/watch/sync/mirror.ts";
import { startSync } from "../../../src/watch/sync/sync.ts";
import { clearLinks } from "../../support/netns.ts";
import { laySlaptap, slaptap16 } from "../../support/netns-slaptap.ts";
import { useNamespace } from "../../support/stage.ts";
import { until } from "../../support/until.ts";
import { planOf } from "./watched-node.ts";

const rounds = 60;
const planJson = planOf(3);
const plan = restorePlan(planJson);
const namespace = useNamespace();

/** xorshift32: the same sequence every time. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** One thing that may happen, as a line of `ip -batch`; some fail, which is as good. */
function happening(random: (below: number) => number): string {
  const number = 1 + random(3);
  const name = `slaptap16-${number}`;
  const tap = planJson.taps[number - 1];
  const length = tap?.network.split("/")[1];
  const some = (...lines: string[]) => lines[random(lines.length)] ?? "";
  return some(
    // Of the owner no message tells, nor of group and altnames while the link is down; the next about it has them.
    `tuntap add dev ${name} mode tap user ${slaptap16.user}\nlink set ${name} mtu 1400\nlink set ${name} mtu 1500`,
    `link del ${name}`,
    `link set ${name} ${some("up", "up", "down")}`,
    `link set ${name} mtu ${some("1500", "1400", "1000")}`,
    `link set ${name} group ${some("0", "7")} mtu 1450\nlink set ${name} mtu 1500`,
    `link set slaptap16 mtu ${some("1500", "1400")}`,
    `addr add ${tap?.addr}/${length} dev ${name} nodad noprefixroute`,
    `addr add fd00::${number}/64 dev ${name} nodad`,
    `addr del ${tap?.addr}/${length} dev ${name}`,
    `route add ${tap?.gateway}/128 dev ${name}`,
    `route add ${tap?.network} via ${tap?.gateway} dev ${name}`,
    `route replace ${tap?.network} via ${tap?.gateway} dev ${name}`,
    `route append ${tap?.network} via ${tap?.gateway} dev ${name} metric ${some("1024", "5")}`,
    `route del ${tap?.network}`,
    `route add blackhole ${tap?.network} metric ${some("9", "1024")}`,
    `route add ${tap?.network} nexthop via ${tap?.gateway} dev ${name} nexthop via fe80::1 dev slaptap16`,
    `link add eth${number} type veth peer name peer${number}`,
    `link del eth${number}`,
    `link property add dev eth${number} altname ${name}\nlink set eth${number} mtu 1400\nlink set eth${number} mtu 1500`,
    `link set eth${number} name ${name}`,
    `route add ${tap?.network} dev lo metric ${some("3", "4")}`,
    `link set lo ${some("down", "up")}`,
  );
}

/** What the plan is compared with: a verdict, and all that stands in the state about slaptap and subtaps. */
function verdict(state: ReturnType<typeof readKernelState>): unknown {
  return compareWithKernel(plan, new Set(), { ...state, user: slaptap16.user }, slaptap16.user);
}

test("over random changes the mirror comes to what a fresh dump has", async () => {
  const path = `/proc/${namespace.pid}/ns/net`;
  const random = randomNumbers(20_261_121);
  const live = connectKernel({});
  const losses: string[] = [];
  const sync = runInNetworkNamespace(path, () =>
    startSync(
      {
        subscribe: (listener) => {
          const subscription = runInNetworkNamespace(path, () => live.subscribe(listener));
          return { ...subscription, reopen: () => runInNetworkNamespace(path, subscription.reopen) };
        },
        dump: (visitor) => runInNetworkNamespace(path, () => live.dump(visitor)),
      },
      { scope: plan, slice: defaultSlice, queueBytes: defaultQueueKib * 1024 },
      { changed: () => {}, worked: () => {}, lost: (why) => losses.push(why.message), looked: () => {} },
      processClock,
    ),
  );
  /** What a fresh dump has and what the mirror has, after all messages that are there. */
  const lookAtBoth = async () => {
    await new Promise<void>((resolve) => sync.catchUp(resolve));
    const mirror = sync.mirror();
    const fresh = normal(verdict(runInNetworkNamespace(path, readKernelState)));
    if (mirror === null) return { fresh, followed: "nothing yet" };
    return { fresh, followed: normal(verdict(getKernelState(mirror, slaptap16.user))) };
  };
  const seen = new Set<string>();
  try {
    for (let round = 0; round < rounds; round++) {
      if (round % 6 === 0) {
        clearLinks(namespace);
        laySlaptap(namespace, slaptap16);
      }
      const lines = Array.from({ length: 1 + random(8) }, () => happening(random));
      namespace.run(["ip", "-6", "-force", "-batch", "-"], { input: `${lines.join("\n")}\n` });
      // The kernel says what it does to IPv6 addresses a moment later, from a work queue.
      let both = await lookAtBoth();
      await until(
        async () => {
          both = await lookAtBoth();
          return isDeepStrictEqual(both.followed, both.fresh);
        },
        `the mirror of round ${round}:\n${lines.join("\n")}`,
        () => JSON.stringify(both, null, 2),
      );
      seen.add(JSON.stringify(both.fresh));
    }
  } finally {
    sync.stop();
  }
  expect(seen.size).toBeGreaterThan(rounds / 6);
  // What cannot be followed is dumped anew: that is not how the rest is followed.
  expect(losses.length).toBeLessThan(rounds / 2);
  expect(sync.counters().resynchronisations).toBeLessThan(rounds * 1.5);
});

/**
 * Changes have the order of the messages, which dumps give in another; and what a link's IPv6 settings became with an
 * MTU that lets IPv6 come back, the next message about it says.
 */
function normal(value: unknown): unknown {
  const { changes: all, refusals, leftAlone } = value as ReturnType<typeof compareWithKernel>;
  const changes = all.map((change) => (change.what === "sysctl" ? { ...change, found: null } : change));
  const sorted = (list: readonly unknown[]) => list.map((one) => JSON.stringify(one)).sort();
  return { changes: sorted(changes), refusals: sorted(refusals), leftAlone: sorted(leftAlone) };
}

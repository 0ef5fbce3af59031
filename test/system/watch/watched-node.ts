/** A node in a namespace: slaptap, trampoline with its capability, a plan, and `ors watch` as the slaptap's owner. */
import type { ChildProcess } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runInNetworkNamespace } from "../../../src/libc/namespace.ts";
import { type PlanJson, restorePlan } from "../../../src/plan/plan-json.ts";
import type { WatchStatus } from "../../../src/state/watch-status.ts";
import { readKernelState } from "../../../src/tap/kernel-state.ts";
import { compare } from "../../../src/watch/reconcile/comparison.ts";
import { type Namespace, openNamespace } from "../../support/netns.ts";
import { laySlaptap, slaptap16 } from "../../support/netns-slaptap.ts";
import { installTrampoline, splitOf } from "../../support/netns-trampoline.ts";
import { patienceMs } from "../../support/patience.ts";

/** The program `ors` as it was built; tests and benches run with the checkout as working directory. */
export const cli = resolve("dist/cli.js");

export type WatchedNode = {
  readonly namespace: Namespace;
  readonly plan: PlanJson;
  /** Path of plan.json, inside of the namespace and outside. */
  readonly planFile: string;
  readonly planFileOutside: string;
  readonly trampoline: string;
  /** State folder, inside and outside. */
  readonly state: string;
  readonly stateOutside: string;
  /** Names what differs between plan and kernel; empty where they are the same. */
  readonly differences: (takenDown?: readonly string[]) => string[];
  /** What `ip` shows of the subtaps: flags, MTU, group, addresses and routes of each. */
  readonly witness: () => readonly unknown[];
  readonly close: () => Promise<void>;
};

export type WatchProcess = {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  /** Resolves with the first line from here on that matches; rejects after {@link patienceMs}. */
  readonly said: (pattern: RegExp) => Promise<string>;
  /** Its state file. */
  readonly status: () => WatchStatus | null;
  /** Ends it with a signal and resolves with its exit code, or the signal that ended it. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | string>;
};

/** The plan of the slaptap's range split for so many Radio Units. */
export function planOf(count: number): PlanJson {
  const taps = splitOf(slaptap16, count).map((tap, i) => ({ ...tap, ru: `RU${i + 1}` }));
  return { slaptap: slaptap16.name, range: slaptap16.range, taps };
}

/** @param count of Radio Units */
export async function openNode(count: number): Promise<WatchedNode> {
  const namespace = await openNamespace();
  laySlaptap(namespace, slaptap16);
  const trampoline = installTrampoline(namespace);
  const plan = planOf(count);
  const outside = namespace.folderOutside;
  for (const folder of ["etc", "var"]) mkdirSync(join(outside, folder), { recursive: true });
  namespace.sh(`chown ${slaptap16.user} ${namespace.folder}/etc ${namespace.folder}/var`);
  writeFileSync(join(outside, "etc/plan.json"), JSON.stringify(plan));
  chmodSync(join(outside, "etc/plan.json"), 0o644);
  return {
    namespace,
    plan,
    planFile: join(namespace.folder, "etc/plan.json"),
    planFileOutside: join(outside, "etc/plan.json"),
    trampoline,
    state: join(namespace.folder, "var"),
    stateOutside: join(outside, "var"),
    differences: (takenDown = []) => differencesOf(namespace, plan, new Set(takenDown)),
    witness: () => witness(namespace),
    close: namespace.close,
  };
}

/** What iproute2 shows, without what differs after a subtap was made anew: index and MAC address. */
function witness({ ip }: Namespace): readonly unknown[] {
  const addresses = new Map(
    ip("-6", "address", "show", "scope", "global").map(({ ifname, addr_info: infos }) => [ifname, infos]),
  );
  return ip("link", "show")
    .filter(({ ifname }) => `${ifname}`.startsWith("slaptap16-"))
    .map(({ ifname, flags, mtu, group }) => ({
      name: ifname,
      isUp: (flags as string[]).includes("UP"),
      mtu,
      group,
      addresses: (addresses.get(ifname) as { local: string; prefixlen: number }[] | undefined)
        ?.map(({ local, prefixlen }) => `${local}/${prefixlen}`)
        .sort(),
      routes: ip("-6", "route", "show", "dev", `${ifname}`)
        .map(({ dst, gateway, metric }) => `${dst} ${gateway} ${metric}`)
        .filter((route) => !route.startsWith("fe80::/64"))
        .sort(),
    }))
    .sort((a, b) => `${a.name}`.localeCompare(`${b.name}`));
}

function differencesOf(namespace: Namespace, plan: PlanJson, takenDown: ReadonlySet<string>): string[] {
  const state = runInNetworkNamespace(`/proc/${namespace.pid}/ns/net`, readKernelState);
  const comparison = compare(restorePlan(plan), takenDown, { ...state, user: slaptap16.user });
  if (comparison.kind === "same") return [];
  if (comparison.kind === "blocked") return [comparison.why];
  return comparison.changes.map(({ verb, name, what }) => `${verb} ${name} ${what}`);
}

/** Starts `ors watch --plan …` as the slaptap's owner. */
export function startWatch(node: WatchedNode, ...options: string[]): WatchProcess {
  const words = ["watch", "--plan", node.planFile, "--trampoline", node.trampoline, ...options];
  return watchProcess(node, [process.execPath, cli, ...words]);
}

/** Starts a program of the slaptap's owner whose lines are those of a watch. */
export function watchProcess(
  node: WatchedNode,
  command: readonly string[],
  user: number = slaptap16.user,
): WatchProcess {
  const child = node.namespace.start(command, { user });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let rest = "";
  const take = (chunk: string) => {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
    for (const look of [...waiting]) look();
  };
  child.stdout?.setEncoding("utf8").on("data", take);
  child.stderr?.setEncoding("utf8").on("data", take);
  const ended = new Promise<number | string>((resolve) => {
    child.once("close", (code, signal) => resolve(code ?? signal ?? "?"));
  });
  return {
    child,
    lines,
    said: (pattern) => saidFrom(lines, waiting, pattern),
    status: () => {
      try {
        return JSON.parse(readFileSync(join(node.stateOutside, "watch.json"), "utf8"));
      } catch {
        return null;
      }
    },
    end: (signal = "SIGTERM") => {
      child.kill(signal);
      return ended;
    },
  };
}

function saidFrom(lines: readonly string[], waiting: Set<() => void>, pattern: RegExp): Promise<string> {
  const from = lines.length;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      waiting.delete(look);
      reject(new Error(`not said in time: ${pattern}; it said\n${lines.join("\n")}`));
    }, patienceMs);
    const look = () => {
      const found = lines.slice(from).find((line) => pattern.test(line));
      if (found === undefined) return;
      waiting.delete(look);
      clearTimeout(timer);
      resolve(found);
    };
    waiting.add(look);
  });
}

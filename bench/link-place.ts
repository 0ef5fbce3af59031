/** Where the link benches run: a namespace of their own with TAPs in it, and the C loops that are their peers. */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { close } from "../src/libc/file.ts";
import { runInNetworkNamespace } from "../src/libc/namespace.ts";
import { createNetworkNamespace, getNamespacePath } from "../src/libc/unshare.ts";
import { closeTap, openTap, type Tap } from "../src/link/tap/open-tap.ts";
import { root, runProgram } from "./measure.ts";

/** Frames that a TAP's queue holds; 1,000 are the standard, of which a measurement would take a millisecond. */
export const queueLength = 5_000;

export type Place = {
  /** Runs an action in the namespace; it must not await. */
  readonly inside: <T>(action: () => T) => T;
  /** Runs a program in the namespace and gives what it prints. */
  readonly run: (program: string, ...words: string[]) => string;
  readonly open: (name: string) => Tap;
  readonly namespace: number;
  readonly close: () => void;
};

/** A namespace with persistent TAPs of these names, up, without IPv6: nothing but the bench sends a frame. */
export function openPlace(...taps: string[]): Place {
  const namespace = createNetworkNamespace();
  const inside = <T>(action: () => T) => runInNetworkNamespace(getNamespacePath(namespace), action);
  const run = (program: string, ...words: string[]) => inside(() => runProgram(program, words));
  run("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6");
  for (const tap of taps) {
    run("ip", "tuntap", "add", "dev", tap, "mode", "tap");
    run("ip", "link", "set", "dev", tap, "txqueuelen", `${queueLength}`, "up");
  }
  return {
    inside,
    run,
    open: (name) => inside(() => openTap({ name })),
    namespace,
    close: () => close(namespace),
  };
}

/** An open TAP for the time of an action: a C loop opens the same TAP before and after. */
export function withTap<T>(place: Place, name: string, action: (fd: number) => T): T {
  const tap = place.open(name);
  try {
    return action(tap.descriptors[0] as number);
  } finally {
    closeTap(tap);
  }
}

/** The C loops, compiled; returns the program's path. */
export function compileLoop(): string {
  return compileProgram("tap-loop");
}

/** Compiles a program of bench/c; returns its path. */
export function compileProgram(name: string): string {
  const folder = join(root, ".setup");
  mkdirSync(folder, { recursive: true });
  const program = join(folder, name);
  const warnings = ["-O2", "-Wall", "-Wextra", "-Werror"];
  runProgram("gcc", [...warnings, "-o", program, join(root, "bench", "c", `${name}.c`)]);
  return program;
}

/** Keeps this process's main thread, and what it starts, on one core; returns what undoes it. */
export function onOneCore(): () => void {
  const before = /list: (.*)$/m.exec(runProgram("taskset", ["-cp", `${process.pid}`]))?.[1]?.trim() ?? "0";
  const core = before.split(/[,-]/).pop() ?? "0";
  const pin = (cores: string) =>
    execFileSync("taskset", ["-cp", cores, `${process.pid}`], { stdio: "ignore" });
  pin(core);
  return () => pin(before);
}

/** Frames a second of processor time, as the C loops count it: what else runs on the machine does not matter. */
export function rate(action: () => number): number {
  const start = process.cpuUsage();
  const count = action();
  const { user, system } = process.cpuUsage(start);
  return count / ((user + system) / 1e6);
}

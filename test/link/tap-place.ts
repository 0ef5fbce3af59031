/** A network namespace that this process works in by itself: TAPs are opened and used here, without a child. */
import { spawnSync } from "node:child_process";
import { closeSync } from "node:fs";
import { runInNetworkNamespace } from "../../src/libc/namespace.ts";
import { createNetworkNamespace, getNamespacePath } from "../../src/libc/unshare.ts";

export type TapPlace = {
  readonly namespace: number;
  /** Runs an action inside; it must not await. */
  readonly inside: <T>(action: () => T) => T;
  /** Runs a program inside; throws with what it said where it fails. Returns its standard output. */
  readonly run: (program: string, ...words: string[]) => string;
  /** The kernel's counters of an interface. */
  readonly statistics: (name: string) => Statistics;
  readonly close: () => void;
};

type Direction = { packets: number; bytes: number; dropped: number; errors: number };
export type Statistics = { readonly rx: Direction; readonly tx: Direction };

export function openTapPlace(): TapPlace {
  const namespace = createNetworkNamespace();
  const inside = <T>(action: () => T) => runInNetworkNamespace(getNamespacePath(namespace), action);
  const run = (program: string, ...words: string[]) => {
    const done = inside(() => spawnSync(program, words, { encoding: "utf8" }));
    if (done.status !== 0) throw new Error(`${program} ${words.join(" ")}: ${done.stderr}`);
    return done.stdout;
  };
  const statistics = (name: string) => {
    const [link] = JSON.parse(run("ip", "-json", "-statistics", "link", "show", "dev", name));
    return link.stats64;
  };
  // nothing but the test sends frames
  run("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6");
  return { namespace, inside, run, statistics, close: () => closeSync(namespace) };
}

/** A persistent TAP, up; its queue holds `queue` frames. */
export function addTap(place: TapPlace, name: string, queue = 1000): void {
  place.run("ip", "tuntap", "add", "dev", name, "mode", "tap");
  place.run("ip", "link", "set", "dev", name, "txqueuelen", `${queue}`, "up");
}

/** An Ethernet frame to everybody, of the local experimental EtherType, its rest filled with `fill`. */
export function testFrame(size: number, fill = 0): Uint8Array {
  const frame = new Uint8Array(size).fill(fill);
  frame.fill(0xff, 0, Math.min(6, size));
  frame.set([0x02, 0, 0, 0, 0, 0x01, 0x88, 0xb5].slice(0, Math.max(0, size - 6)), Math.min(6, size));
  return frame;
}

/**
 * A switch with 256 TAPs that is reconfigured under traffic: on ports that stay no frame is lost, doubled or out of its
 * order. One of `count` is a reconfiguration; beside it another two ports measure how long frames take meanwhile.
 */
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { runInNetworkNamespace } from "../src/libc/namespace.ts";
import { askSwitch } from "../src/link/switch/control/ask-switch.ts";
import { findInterfaceIndex } from "../src/link/tap/interface.ts";
import { type Namespace, openNamespace } from "../test/support/netns.ts";
import { openPacketSocket } from "../test/support/packet-socket.ts";
import { describePauses, findPauses, startMeter, type Window } from "./reconfigure/meter.ts";
import { createStream, type Stream } from "./reconfigure/stream.ts";
import type { Order, Result } from "./soak.ts";

export const count = 1000;

const ports = 256;
/** The first four stay as they are: two carry numbered frames, two measure. */
const untouched = { p0: { access: 10 }, p1: { access: 10 }, p2: { access: 11 }, p3: { access: 11 } };
const cli = join(import.meta.dirname, "../dist/cli.js");

export async function run({ seed, count }: Order): Promise<Result> {
  const namespace = await openNamespace();
  const folder = mkdtempSync(join(tmpdir(), "ors-reconfigure-"));
  try {
    const control = join(folder, "switch.sock");
    await startSwitch(namespace, control);
    await configure(control, []);
    const inside = <T>(action: () => T) => runInNetworkNamespace(`/proc/${namespace.pid}/ns/net`, action);
    const open = (name: string) => inside(() => openPacketSocket(findInterfaceIndex(name) ?? 0));
    const stream = createStream(open("p0"), open("p1"));
    const meter = startMeter(namespace, "p2", "p3");
    const failures: string[] = [];
    // times as long without a reconfiguration say what the machine's other programs do to the frames
    const [windows, others]: [Window[], Window[]] = [[], []];
    const note = (what: string, wrong: string | null) => {
      if (wrong !== null) failures.push(`${what}: ${wrong}`);
    };
    for (const [round, change] of fc.sample(anyChange, { seed, numRuns: count }).entries()) {
      const changed = await runWithin(stream, () => configure(control, change));
      note(`reconfiguration ${round + 1}`, changed.wrong);
      const { begin, end } = changed.window;
      const rested = await runWithin(stream, () => pause(end - begin));
      note(`after reconfiguration ${round + 1}`, rested.wrong);
      windows.push(changed.window);
      others.push(rested.window);
    }
    const samples = await meter.end();
    const figures = [
      stream.describe(),
      `the longest pause of each reconfiguration: ${describePauses(findPauses(samples, windows))}`,
      `of times as long without one: ${describePauses(findPauses(samples, others))}`,
    ];
    return { passed: Math.max(0, count - failures.length), failures, figures };
  } finally {
    await namespace.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Does something under traffic: from when to when, and what was wrong with the frames; null where nothing was. */
async function runWithin(stream: Stream, action: () => Promise<unknown>) {
  let window: Window = { begin: 0, end: 0 };
  const wrong = await stream.runDuring(async () => {
    const begin = Date.now();
    await action();
    window = { begin, end: Date.now() };
  });
  return { window, wrong };
}

/** Ports that are other than the rest: by number, with what they are; null where they are not there. */
type Change = readonly (readonly [number, object | null])[];

const anyPort = fc.oneof(
  { weight: 4, arbitrary: fc.record({ access: fc.integer({ min: 20, max: 40 }), isolated: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ trunk: fc.constantFrom("20-40", "100-200", "all") }) },
  { weight: 2, arbitrary: fc.constant(null) },
);
const anyChange: fc.Arbitrary<Change> = fc.uniqueArray(
  fc.tuple(fc.integer({ min: Object.keys(untouched).length, max: ports - 1 }), anyPort),
  { minLength: 1, maxLength: 20, selector: ([number]) => number },
);

async function configure(control: string, change: Change): Promise<void> {
  const others = new Map<string, object | null>(change.map(([number, port]) => [`p${number}`, port]));
  const entries = Array.from({ length: ports }, (_, number) => `p${number}`).flatMap((name) => {
    const port = untouched[name as keyof typeof untouched] ?? others.get(name);
    return port === null ? [] : [[name, { tap: name, ...(port ?? { access: 50 }) }]];
  });
  const { ok, issues } = await askSwitch(control, JSON.stringify({ ports: Object.fromEntries(entries) }));
  if (!ok) throw new Error(JSON.stringify(issues));
}

async function startSwitch(namespace: Namespace, control: string): Promise<ChildProcess> {
  namespace.sh("echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6");
  const names = Array.from({ length: ports }, (_, number) => `p${number}`);
  const orders = names.map((name) => `tuntap add dev ${name} mode tap\nlink set ${name} up`);
  namespace.run(["ip", "-batch", "-"], { input: `${orders.join("\n")}\n`, timeout: 60_000 });
  const child = namespace.start([process.execPath, cli, "switch", "run", "--control", control]);
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  child.stdout?.resume();
  return child;
}

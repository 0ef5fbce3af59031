/**
 * A switch with 256 TAPs that is reconfigured under traffic: on ports that stay no frame is lost, doubled or out of its
 * order. One of `count` is a reconfiguration; beside it another two ports measure how long frames take meanwhile.
 */
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { compileLoop } from "../bench/link-place.ts";
import { runInNetworkNamespace } from "../src/libc/namespace.ts";
import { askSwitch } from "../src/link/switch/control/ask-switch.ts";
import { findInterfaceIndex } from "../src/link/tap/interface.ts";
import { type Namespace, openNamespace, outcomeOf } from "../test/support/netns.ts";
import { openPacketSocket, type PacketSocket } from "../test/support/packet-socket.ts";
import { until } from "../test/support/until.ts";
import type { Order, Result } from "./soak.ts";

export const count = 1000;

const ports = 256;
/** The first four stay as they are: two carry numbered frames, two measure. */
const untouched = { p0: { access: 10 }, p1: { access: 10 }, p2: { access: 11 }, p3: { access: 11 } };
/** Frames under way at a time: fewer than a TAP's queue holds. */
const maxUnderWay = 200;
const measuredAtOnce = 2000;
const gapUs = 300;
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
    const meter = startMeter(namespace);
    const failures: string[] = [];
    for (const [round, change] of fc.sample(anyChange, { seed, numRuns: count }).entries()) {
      const applied = configure(control, change);
      await stream.runDuring(applied);
      const wrong = stream.takeProblems();
      if (wrong.length > 0) failures.push(`reconfiguration ${round + 1}: ${wrong.join("; ")}`);
    }
    const times = await meter.end();
    return { passed: count - failures.length, failures, figures: [stream.describe(), describeTimes(times)] };
  } finally {
    await namespace.close();
    rmSync(folder, { recursive: true, force: true });
  }
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

/** Numbered frames from one port to a station behind another. */
function createStream(from: PacketSocket, to: PacketSocket) {
  const station = Buffer.from("020000000001", "hex");
  const sender = Buffer.from("020000000002", "hex");
  const frame = Buffer.alloc(64);
  frame.set(station, 0);
  frame.set(sender, 6);
  frame.writeUInt16BE(0x88b5, 12);
  let [sent, received] = [0, 0];
  const problems: string[] = [];
  const teach = Buffer.concat([Buffer.alloc(6, 0xff), station, frame.subarray(12)]);
  to.send(teach);
  const take = () => {
    for (const one of to.receive()) {
      if (!one.subarray(0, 6).equals(station)) continue;
      const number = one.readUInt32LE(14);
      if (number !== received) problems.push(`frame ${number} came where ${received} was next`);
      received = number + 1;
    }
  };
  const send = () => {
    while (sent - received < maxUnderWay) {
      frame.writeUInt32LE(sent, 14);
      if (from.send(frame) !== 0) return;
      sent += 1;
    }
  };
  return {
    /** Sends until something is done, and then waits for what is under way. */
    runDuring: async (action: Promise<unknown>) => {
      let isDone = false;
      const note = () => {
        isDone = true;
      };
      action.then(note, note);
      while (!isDone) {
        send();
        await new Promise((resolve) => setImmediate(resolve));
        take();
      }
      await action;
      await until(() => {
        take();
        return received === sent;
      }, "the last frame arrives").catch((cause: Error) =>
        problems.push(`${sent - received} frames: ${cause.message}`),
      );
      received = sent;
    },
    takeProblems: () => problems.splice(0),
    describe: () => `${sent} frames on ports that stay`,
  };
}

/** Frames one by one over the other two ports, each with the time that it took. */
function startMeter(namespace: Namespace): { readonly end: () => Promise<number[]> } {
  const loop = compileLoop();
  let isEnding = false;
  const measure = async (): Promise<number[]> => {
    const times: number[] = [];
    while (!isEnding) {
      const words = [loop, "latency", "p2", "p3", `${measuredAtOnce}`, `${gapUs}`];
      const { stdout } = await outcomeOf(namespace.start(words));
      times.push(...stdout.split("\n").filter(Boolean).map(Number));
    }
    return times;
  };
  const measured = measure();
  return {
    end: () => {
      isEnding = true;
      return measured;
    },
  };
}

function describeTimes(times: number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number) => ((sorted[Math.floor(sorted.length * part)] ?? 0) / 1000).toFixed(2);
  return `${sorted.length} frames meanwhile took ${at(0.5)} ms in the middle, p99 ${at(0.99)} ms, p99.9 ${at(0.999)} ms`;
}

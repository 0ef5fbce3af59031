/** A cable on the event loop: what it adds to a frame's way, what it costs at rest, and TCP through it. */
import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { type Cable, layCable } from "../src/link/cable/cable.ts";
import { createBatch } from "../src/link/frames/frame-batch.ts";
import { openFrameIo } from "../src/link/frames/frame-io.ts";
import { createPool } from "../src/link/frames/frame-pool.ts";
import { closeTap, type Tap } from "../src/link/tap/open-tap.ts";
import { compileLoop, openPlace, type Place } from "./link-place.ts";
import { median, type Report, runProgram } from "./measure.ts";

export const name = "link-carry";

const rounds = 5;
const pings = 2000;
const gap = 200; // µs: less than a hundredth of what the cable can carry
const mostLatency = 200; // µs
const idleFor = 3000; // ms
const mostIdle = 2; // ms of processor time a second
const bytes = 1_000_000_000;

type Bench = { readonly place: Place; readonly other: Place; readonly loop: string; readonly report: Report };

export async function run(report: Report): Promise<void> {
  const [place, other] = [openPlace("ta", "tb"), openPlace("tc")];
  try {
    const bench = { place, other, loop: compileLoop(), report };
    await compareLatency(bench);
    await compareIdle(bench);
    await compareTcp(bench);
  } finally {
    place.close();
    other.close();
  }
}

/** A frame on its way from one TAP's kernel side to the other's, a C loop in the same place. */
async function compareLatency({ place, loop, report }: Bench): Promise<void> {
  const ours: number[] = [];
  const theirs: number[] = [];
  // On both sides: waiting for other programs of the machine is not the link's.
  runProgram("chrt", ["--fifo", "--pid", "50", `${process.pid}`]);
  for (let round = 0; round < rounds; round++) {
    const tail = () => latencyTail(place, loop);
    ours.push(await withCable(place.open("ta"), place.open("tb"), tail));
    theirs.push(await withForwarder(loop, place.open("ta"), place.open("tb"), tail));
  }
  runProgram("chrt", ["--other", "--pid", "0", `${process.pid}`]);
  const [mine, c] = [median(ours), median(theirs)];
  report({
    name: `added latency, p99 of ${pings} frames, one each ${gap} µs`,
    ours: mine,
    unit: "µs",
    peer: "a C loop of poll(), read() and write()",
    theirs: c,
    ratio: mine / c,
    target: `at most ${mostLatency} µs`,
    ok: mine <= mostLatency,
  });
}

async function latencyTail(place: Place, loop: string): Promise<number> {
  const text = await finished(start(place, loop, ["latency", "ta", "tb", `${pings}`, `${gap}`]));
  const times = text.split("\n").filter(Boolean).map(Number);
  if (times.length !== pings) throw new Error(`${pings - times.length} frames of ${pings} did not arrive`);
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN;
}

async function compareIdle({ place, report }: Bench): Promise<void> {
  const theirs = await costOfRest();
  const ours = await withCable(place.open("ta"), place.open("tb"), costOfRest);
  report({
    name: "processor time of an idle cable",
    ours,
    unit: "ms/s",
    peer: "this process without it",
    theirs,
    ratio: ours / Math.max(theirs, 0.01),
    target: `at most ${mostIdle} ms/s`,
    ok: ours <= mostIdle,
  });
}

async function costOfRest(): Promise<number> {
  const before = process.cpuUsage();
  await pause(idleFor);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / idleFor;
}

/** iperf3 in two namespaces, both ways, beside the same through a C loop; every frame is looked for. */
async function compareTcp({ place, other, loop, report }: Bench): Promise<void> {
  const allowIpv6 = "for f in /proc/sys/net/ipv6/conf/*/disable_ipv6; do echo 0 > $f; done";
  for (const [where, tap, address] of [
    [place, "ta", "fd00::1"],
    [other, "tc", "fd00::2"],
  ] as const) {
    where.run("sh", "-c", allowIpv6);
    where.run("ip", "address", "add", `${address}/64`, "dev", tap, "nodad");
    where.run("ip", "link", "set", "dev", tap, "txqueuelen", "1000");
  }
  for (const direction of ["there", "back"] as const) {
    const transfer = () => tcpRate(place, other, direction);
    const theirs = await withForwarder(loop, place.open("ta"), other.open("tc"), transfer);
    let accounts = "";
    const ours = await withCable(place.open("ta"), other.open("tc"), async (cable) => {
      const before = [sides(place, "ta"), sides(other, "tc")] as const;
      const rate = await transfer();
      await pause(200);
      accounts = disagreement(cable, before, [sides(place, "ta"), sides(other, "tc")]);
      return rate;
    });
    report({
      name: `iperf3 ${direction}, ${bytes} bytes of TCP${accounts === "" ? "" : ` (${accounts})`}`,
      ours,
      unit: "Gbit/s",
      peer: "a C loop of poll(), read() and write()",
      theirs,
      ratio: ours / theirs,
      target: "every frame accounted for",
      ok: accounts === "",
    });
  }
}

async function tcpRate(place: Place, other: Place, direction: "there" | "back"): Promise<number> {
  const server = start(place, "iperf3", ["-s", "-1", "--forceflush"]);
  await new Promise((resolve) => server.stdout?.once("data", resolve));
  const back = direction === "back" ? ["-R"] : [];
  const text = await finished(start(other, "iperf3", ["-c", "fd00::1", "-n", `${bytes}`, "-J", ...back]));
  await new Promise((resolve) => (server.exitCode === null ? server.once("exit", resolve) : resolve(null)));
  const { end } = JSON.parse(text);
  if (end.sum_received.bytes < bytes * 0.99) throw new Error(`${end.sum_received.bytes} bytes arrived`);
  return end.sum_received.bits_per_second / 1e9;
}

type Sides = { readonly rx: number; readonly tx: number };

function sides(place: Place, tap: string): Sides {
  const [link] = JSON.parse(place.run("ip", "-json", "-statistics", "link", "show", "dev", tap));
  return { rx: link.stats64.rx.packets, tx: link.stats64.tx.packets };
}

/** What the cable's counters and the kernel's do not agree about; empty where they do. */
function disagreement(cable: Cable, before: readonly [Sides, Sides], after: readonly [Sides, Sides]): string {
  const [host, radio] = after.map((side, index) => ({
    rx: side.rx - (before[index]?.rx ?? 0),
    tx: side.tx - (before[index]?.tx ?? 0),
  })) as [Sides, Sides];
  const pairs: [string, number, number][] = [
    ["read of the first", cable.toRadio.read, host.tx],
    ["written to the second", cable.toRadio.carried, radio.rx],
    ["read of the second", cable.toHost.read, radio.tx],
    ["written to the first", cable.toHost.carried, host.rx],
  ];
  const differing = pairs.filter(([, ours, kernel]) => ours !== kernel);
  return differing.map(([what, ours, kernel]) => `${what}: ${ours}, the kernel ${kernel}`).join("; ");
}

async function withCable<T>(host: Tap, radio: Tap, action: (cable: Cable) => Promise<T>): Promise<T> {
  const io = openFrameIo();
  const batch = createBatch(createPool({ buffers: 64 }));
  const cable = layCable({ host, radio }, { io, batch });
  try {
    return await action(cable);
  } finally {
    cable.close();
    io.close();
    for (const tap of [host, radio]) closeTap(tap);
  }
}

async function withForwarder<T>(loop: string, host: Tap, radio: Tap, action: () => Promise<T>): Promise<T> {
  const stdio: StdioOptions = ["ignore", "ignore", "inherit", host.descriptors[0], radio.descriptors[0]];
  const child = spawn(loop, ["forward", "3", "4"], { stdio });
  try {
    return await action();
  } finally {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill();
    await ended;
    for (const tap of [host, radio]) closeTap(tap);
  }
}

function start(place: Place, program: string, words: readonly string[]): ChildProcess {
  return place.inside(() => spawn(program, words, { stdio: ["ignore", "pipe", "inherit"] }));
}

function finished(child: ChildProcess): Promise<string> {
  let text = "";
  child.stdout?.on("data", (chunk) => {
    text += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) =>
      status === 0 ? resolve(text) : reject(new Error(`ended ${status}: ${text.slice(-500)}`)),
    );
  });
}

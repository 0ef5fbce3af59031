/**
 * Two processes: a generator in C on one core, and between its two memif clients, on the other core, the switch or DPDK's
 * testpmd, which forwards without looking at a frame. Frames per second that come through.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { encodeFrame } from "../src/frame/encode.ts";
import { raiseEventfd } from "../src/libc/shared/raise.ts";
import { defaultLayout, type MemifClient, openMemif } from "../src/link/memif/client/open-memif.ts";
import { putFrame, takeNextFrame } from "../src/link/memif/client/rings.ts";
import { compileProgram } from "./link-place.ts";
import { median, type Report, root } from "./measure.ts";

const rounds = 5;
const seconds = 2;
const patienceMs = 30_000;
const lengths = [60, 1514];
/** Of what testpmd forwards. */
const least = 0.5;
const [forwardingCore, generatingCore] = ["0", "1"];

export async function comparePeers(report: Report): Promise<void> {
  if (!isInstalled("dpdk-testpmd")) return console.log("  skipped: dpdk-testpmd is not installed");
  const pump = compileProgram("memif-pump");
  for (const length of lengths) {
    const rates = { ours: [] as number[], theirs: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      rates.ours.push(await measureThrough(startSwitch, pump, length));
      rates.theirs.push(await measureThrough(startTestpmd, pump, length));
    }
    const [ours, theirs] = [median(rates.ours) / 1e6, median(rates.theirs) / 1e6];
    const ratio = ours / theirs;
    report({
      name: `${length} bytes, two processes`,
      ours,
      unit: "million frames/s",
      peer: "testpmd, which only forwards",
      theirs,
      ratio,
      target: `at least ${least} of it`,
      ok: ratio >= least,
    });
  }
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program));
      return true;
    } catch {
      return false;
    }
  });
}

/** Starts what makes memif servers for the ids 0 and 1. */
type Start = (folder: string) => {
  readonly child: ChildProcess;
  readonly sockets: readonly [string, string];
};

async function measureThrough(start: Start, pump: string, length: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "memif-peers-"));
  const { child, sockets } = start(folder);
  const clients: MemifClient[] = [];
  try {
    for (const [id, path] of sockets.entries()) clients.push(await connect(path, id, child));
    const [source, sink] = clients as [MemifClient, MemifClient];
    await introduce(sink, source);
    return await runPump(pump, source, sink, length);
  } finally {
    for (const client of clients) client.close();
    const isOver = child.exitCode !== null || child.signalCode !== null;
    child.kill("SIGKILL");
    if (!isOver) await once(child, "exit");
    rmSync(folder, { recursive: true });
  }
}

function startSwitch(folder: string): ReturnType<Start> {
  const [socket, config] = [join(folder, "memif"), join(folder, "switch.json")];
  const ports = { a: { shm: socket, id: 0, access: 10 }, b: { shm: socket, id: 1, access: 10 } };
  writeFileSync(config, JSON.stringify({ ports }));
  const words = [
    join(root, "dist/cli.js"),
    "switch",
    "run",
    "--control",
    join(folder, "control"),
    "--config",
    config,
  ];
  const child = startPinned(process.execPath, words, folder);
  return { child, sockets: [socket, socket] };
}

function startTestpmd(folder: string): ReturnType<Start> {
  const sockets = [join(folder, "a"), join(folder, "b")] as const;
  const vdevs = sockets.flatMap((socket, id) => [
    "--vdev",
    `net_memif${id},role=server,id=${id},socket=${socket},socket-abstract=no,bsize=2048,rsize=10`,
  ]);
  const lcores = `0@${forwardingCore},1@${forwardingCore}`;
  const eal = ["--lcores", lcores, "--no-huge", "-m", "128", "--no-pci", "--no-telemetry", "--no-shconf"];
  const drivers = ["-d", "librte_net_memif.so", "-d", "librte_mempool_ring.so", ...vdevs];
  const own = ["--forward-mode=io", "--total-num-mbufs=8192", "--auto-start", "--stats-period=60"];
  const child = startPinned("dpdk-testpmd", [...eal, ...drivers, "--", ...own], folder);
  return { child, sockets };
}

function startPinned(program: string, words: readonly string[], folder: string): ChildProcess {
  const env = { ...process.env, XDG_RUNTIME_DIR: folder };
  return spawn("taskset", ["-c", forwardingCore, program, ...words], { stdio: "ignore", env });
}

async function connect(path: string, id: number, server: ChildProcess): Promise<MemifClient> {
  const end = performance.now() + patienceMs;
  for (;;) {
    try {
      return await openMemif({ path, id, timeoutMs: 5000, onLeft: () => {} }, defaultLayout);
    } catch (error) {
      if (performance.now() > end || server.exitCode !== null) throw error;
      await wait(50);
    }
  }
}

/** Until a frame of the one comes out at the other: the switch then knows where its station is. */
async function introduce(sink: MemifClient, source: MemifClient): Promise<void> {
  const none = { vlans: undefined, type: undefined, payload: undefined, fill: undefined, isNumbered: false };
  const addresses = { source: Uint8Array.of(2, 0, 0, 0, 0, 2), destination: Uint8Array.of(2, 0, 0, 0, 0, 1) };
  const frame = encodeFrame({ ...none, ...addresses, length: 60 });
  const end = performance.now() + patienceMs;
  while (takeNextFrame(source.client) === null) {
    if (performance.now() > end) throw new Error("nothing came through");
    if (putFrame(sink.client, frame) === "sent, wake the server") raiseEventfd(sink.descriptors.toServer[0]);
    await wait(20);
  }
}

async function runPump(
  pump: string,
  source: MemifClient,
  sink: MemifClient,
  length: number,
): Promise<number> {
  const { log2Slots, bufferBytes } = defaultLayout;
  const words = [length, 2 ** log2Slots, bufferBytes, seconds].map(String);
  const { memfd, toServer } = source.descriptors;
  const descriptors = [memfd, sink.descriptors.memfd, toServer[0]];
  const child = spawn("taskset", ["-c", generatingCore, pump, ...words], {
    stdio: ["ignore", "pipe", "inherit", ...descriptors],
  });
  let printed = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    printed += chunk;
  });
  await once(child, "close");
  return Number(printed);
}

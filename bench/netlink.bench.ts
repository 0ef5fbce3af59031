/**
 * Decoded rtnetlink messages per second, beside pyroute2 and `ip monitor` on the same recorded flood. Against
 * pyroute2 decoding alone counts; `ip monitor` cannot leave out its lines, so against it ours are made too.
 */
import { execFileSync } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { formatMessage } from "../src/netlink/messages/format.ts";
import { decodeDatagram } from "../src/netlink/messages/message.ts";
import { clearLinks, type Namespace, openNamespace } from "../test/support/netns.ts";
import { interleavedMedians, median, type Report, root, runProgram } from "./measure.ts";

export const name = "netlink";

const rounds = 7;
const pyrouteRounds = 3;
const pyrouteVersion = "0.9.7";
const leastOfPyroute = 10;
const leastOfMonitor = 0.5;

export async function run(report: Report): Promise<void> {
  const namespace = await openNamespace();
  try {
    const recording = await record(namespace);
    const messages = withoutTimes(readFileSync(recording.outside));
    const monitor = () => namespace.sh(`ip monitor all file ${recording.inside} > /dev/null`);
    const [decoding = 0, printing = 0, monitoring = 0] = interleavedMedians(rounds, [
      () => decodeAll(messages),
      () => printAll(messages),
      monitor,
    ]);
    const rate = (ms: number) => (messages.length / ms) * 1000;
    const pyroute = pyrouteRate(messages, namespace);
    report(figure("decoded", rate(decoding), `pyroute2 ${pyrouteVersion}`, pyroute, leastOfPyroute));
    report(figure("decoded and printed", rate(printing), "ip monitor", rate(monitoring), leastOfMonitor));
  } finally {
    clearLinks(namespace);
    await namespace.close();
  }
}

function figure(what: string, ours: number, peer: string, theirs: number, least: number) {
  const ratio = ours / theirs;
  const target = `at least ${least}`;
  const rounded = { ours: Math.round(ours), theirs: Math.round(theirs) };
  return {
    name: `rtnetlink messages ${what}`,
    ...rounded,
    unit: "a second",
    peer,
    ratio,
    target,
    ok: ratio >= least,
  };
}

/** Records links, addresses and routes that come, change and go, with rtmon(8). */
async function record(namespace: Namespace): Promise<{ inside: string; outside: string }> {
  const file = "flood.rtmon";
  const inside = join(namespace.folder, file);
  const outside = join(namespace.folderOutside, file);
  const rtmon = namespace.start(["rtmon", "file", inside, "all"]);
  while (!existsSync(outside)) await pause(10);
  await pause(200);
  // In pieces: rtmon's receive buffer is small.
  for (let piece = 0; piece < 40; piece++) {
    namespace.run(["ip", "-6", "-force", "-batch", "-"], { input: flood(piece).join("\n") });
    await pause(20);
  }
  rtmon.kill();
  return { inside, outside };
}

/** Of eight messages one is a link's, three are addresses', four routes': a link's is ten times as long. */
function flood(piece: number): string[] {
  const lines = piece === 0 ? ["tuntap add dev flood mode tap", "link set dev flood up"] : [];
  for (let turn = 0; turn < 100; turn++) {
    const prefix = `2001:db8:${piece.toString(16)}:${turn.toString(16)}`;
    lines.push(
      `addr add ${prefix}::1/64 dev flood nodad noprefixroute`,
      `route add ${prefix}:1::/80 dev flood`,
      `route add ${prefix}:2::/80 via ${prefix}::2 dev flood onlink`,
      `link set dev flood mtu ${1400 + (turn % 100)}`,
      `route del ${prefix}:1::/80 dev flood`,
      `addr del ${prefix}::1/64 dev flood`,
    );
  }
  return lines;
}

/** The messages one by one, without the times that rtmon put between them. */
function withoutTimes(recording: Buffer): Buffer[] {
  const timeMessage = 15;
  const messages: Buffer[] = [];
  for (let at = 0; at < recording.length; ) {
    const length = recording.readUInt32LE(at);
    if (recording.readUInt16LE(at + 4) !== timeMessage) messages.push(recording.subarray(at, at + length));
    at += (length + 3) & ~3;
  }
  return messages;
}

/** As they come from a socket: an event a datagram. */
function decodeAll(messages: readonly Buffer[]): number {
  let count = 0;
  for (const message of messages) count += decodeDatagram(message).length;
  return count;
}

/** Lines are written in pieces, as ip's standard output does. */
function printAll(messages: readonly Buffer[]): void {
  const output = openSync("/dev/null", "w");
  let lines = "";
  for (const datagram of messages) {
    for (const message of decodeDatagram(datagram)) lines += `${formatMessage(message)}\n`;
    if (lines.length < 4096) continue;
    writeSync(output, lines);
    lines = "";
  }
  closeSync(output);
}

/** Messages a second of pyroute2, installed from PyPI into a folder of this checkout. */
function pyrouteRate(messages: readonly Buffer[], namespace: Namespace): number {
  const environment = join(root, ".setup", "pyroute2");
  const python = join(environment, "bin", "python");
  if (!existsSync(python)) {
    runProgram("python3", ["-m", "venv", environment]);
    runProgram(python, ["-m", "pip", "install", "--quiet", `pyroute2==${pyrouteVersion}`]);
  }
  const recording = join(namespace.folderOutside, "flood.bin");
  writeFileSync(recording, Buffer.concat(messages));
  const script = join(root, "bench", "netlink-pyroute2.py");
  const output = execFileSync(python, [script, recording, `${pyrouteRounds}`], { encoding: "utf8" });
  const timed = output
    .trim()
    .split("\n")
    .map((line) => line.split(" ").map(Number));
  if (timed.some(([count]) => count !== messages.length))
    throw new Error("pyroute2 does not decode every message");
  return median(timed.map(([count = 0, seconds = 0]) => count / seconds));
}

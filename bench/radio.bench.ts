/** What it costs to manage Radio Units, and how soon they are in service; beside a Python process with ncclient for each. */
import { readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { FaultKind } from "../src/emulate/netconf/faults/faults.ts";
import { fleetPassword, openRadioFleet, type RadioFleet, readUse } from "../test/mplane/radio-fleet.ts";
import type { Report } from "./measure.ts";
import { startNcclients } from "./radio/ncclients.ts";

export const name = "radio";

const most = {
  memory: 90, // MB
  share: 2, // % of a core
  memoryOfThousand: 180, // MB
  startSeconds: 6,
  backSeconds: 2,
  lateSeconds: 1,
  heldMs: 250,
};
const leastRatio = 30;
/** Each watchdog is reset once in it. */
const supervisionMs = 60_000;

export async function run(report: Report): Promise<void> {
  const fleet = await openRadioFleet(64);
  try {
    await measureStart(report, fleet);
    await measureReturn(report, fleet);
    await measureSupervision(report, fleet);
    await measureHostile(report, fleet);
  } finally {
    await fleet.close();
  }
  await measureThousand(report);
}

async function measureStart(report: Report, fleet: RadioFleet): Promise<void> {
  // the daemon dials for a while before the power comes
  await pause(2_000);
  for (const radio of fleet.radios) radio.setFaults([]);
  const seconds = (await fleet.awaitInService(64, 60_000)) / 1000;
  report({
    name: "64 powered up at once, until all are read back",
    ours: seconds,
    unit: "s",
    peer: "their port answers at",
    theirs: 0,
    ratio: seconds / most.startSeconds,
    target: `at most ${most.startSeconds} s after their ports answer`,
    ok: seconds <= most.startSeconds,
  });
}

async function measureReturn(report: Report, fleet: RadioFleet): Promise<void> {
  const times: number[] = [];
  for (const radio of fleet.radios.slice(0, 5)) {
    const before = fleet.inService();
    radio.restart("POWER-ON");
    await awaitPort(radio.port);
    times.push((await fleet.awaitInService(before + 1, 30_000)) / 1000);
  }
  const slowest = Math.max(...times);
  report({
    name: "back in service after a restart, the slowest of 5",
    ours: slowest,
    unit: "s",
    peer: "its port answers at",
    theirs: 0,
    ratio: slowest / most.backSeconds,
    target: `at most ${most.backSeconds} s after its port answers`,
    ok: slowest <= most.backSeconds,
  });
}

/** Asks as often as nothing else does, so that the moment is known to a few milliseconds. */
async function awaitPort(port: number): Promise<void> {
  const answers = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, "::1");
      socket.on("connect", () => {
        socket.destroy();
        resolve(true);
      });
      socket.on("error", () => resolve(false));
    });
  // it goes down first
  while (await answers()) await pause(5);
  while (!(await answers())) await pause(5);
}

async function measureSupervision(report: Report, fleet: RadioFleet): Promise<void> {
  const pid = fleet.daemon.pid ?? 0;
  const before = readUse(pid).processorTime;
  await pause(supervisionMs);
  const { memory, processorTime } = readUse(pid);
  const share = ((processorTime - before) / (supervisionMs / 1000)) * 100;
  const clients = await startNcclients(
    fleet.radios.map(({ port }) => port),
    fleetPassword,
  );
  const theirs = sum(clients.pids.map((client) => readUse(client).memory));
  const idleMs = 10_000;
  const started = sum(clients.pids.map((client) => readUse(client).processorTime));
  await pause(idleMs);
  const ended = sum(clients.pids.map((client) => readUse(client).processorTime));
  await clients.close();
  const theirShare = ((ended - started) / (idleMs / 1000)) * 100;
  report({
    name: "memory with 64 supervised",
    ours: memory,
    unit: "MB",
    peer: "64 processes of ncclient",
    theirs,
    ratio: theirs / memory,
    target: `at most ${most.memory} MB, and ${leastRatio} times less`,
    ok: memory <= most.memory && theirs / memory >= leastRatio,
  });
  report({
    name: "processor time with 64 supervised",
    ours: share,
    unit: "% of a core",
    peer: "64 processes of ncclient",
    theirs: theirShare,
    ratio: theirShare / share,
    target: `at most ${most.share} %`,
    ok: share <= most.share,
  });
}

const hostile: readonly FaultKind[] = ["freeze", "byte-a-packet", "deep-xml", "alarm-storm"];

/** Two of each kind, and four that download firmware. */
async function measureHostile(report: Report, fleet: RadioFleet): Promise<void> {
  for (const [index, fault] of [...hostile, ...hostile].entries()) fleet.radios[index]?.setFaults([fault]);
  const file = join(fleet.folder, "PR.PRM61C70V1005.005.tar.gz");
  writeFileSync(file, Buffer.alloc(60_000_000, "firmware "));
  const words = ["--file", file, "--even-if-active"];
  for (const ru of ["RU61", "RU62", "RU63", "RU64"]) await fleet.ask("update", ru, ...words);
  await pause(supervisionMs + 5_000);
  const late = readGreatest(fleet, "ors_radio_watchdog_late_seconds");
  const held = readGreatest(fleet, "ors_radio_loop_held_seconds") * 1000;
  const updated = fleet.radios.slice(-4).filter(({ device }) => device.downloaded !== null).length;
  report({
    name: `latest watchdog reset among 8 hostile ones, ${updated} of 4 downloaded 60 MB`,
    ours: late,
    unit: "s",
    peer: "guard time",
    theirs: 10,
    ratio: late / most.lateSeconds,
    target: `at most ${most.lateSeconds} s, none restarted by its watchdog`,
    ok: late <= most.lateSeconds && updated === 4 && countWatchdogRestarts(fleet) === 0,
  });
  report({
    name: "longest that the daemon's event loop was held",
    ours: held,
    unit: "ms",
    peer: "limit",
    theirs: most.heldMs,
    ratio: held / most.heldMs,
    target: `at most ${most.heldMs} ms`,
    ok: held <= most.heldMs,
  });
}

/** Those that were well all the time. */
function countWatchdogRestarts({ radios }: RadioFleet): number {
  return radios.slice(8, -4).filter(({ device }) => device.restartCause === "SUPERVISION-WATCHDOG").length;
}

/** Of the metrics that the daemon writes, all Radio Units together, since it began. */
function readGreatest({ folder }: RadioFleet, family: string): number {
  const text = readFileSync(join(folder, "m.prom"), "utf8");
  const samples = [...text.matchAll(new RegExp(`^${family}(?:\\{[^}]*\\})? (\\S+)$`, "gm"))];
  return Math.max(...samples.map(([, value]) => Number(value)));
}

async function measureThousand(report: Report): Promise<void> {
  const fleet = await openRadioFleet(1000);
  try {
    for (const radio of fleet.radios) radio.setFaults([]);
    const seconds = (await fleet.awaitInService(1000, 120_000)) / 1000;
    await pause(5_000);
    const { memory } = readUse(fleet.daemon.pid ?? 0);
    report({
      name: `memory with 1,000 supervised, in service after ${seconds.toFixed(0)} s`,
      ours: memory,
      unit: "MB",
      peer: "limit",
      theirs: most.memoryOfThousand,
      ratio: memory / most.memoryOfThousand,
      target: `at most ${most.memoryOfThousand} MB`,
      ok: memory <= most.memoryOfThousand,
    });
  } finally {
    await fleet.close();
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

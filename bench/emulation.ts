/** A run of `ors emulate --once`, from the start of the program to its end, with what its own process takes. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlanJson } from "../src/plan/plan-json.ts";
import { openPlace, type Place } from "./link-place.ts";
import { type Report, root, runProgram } from "./measure.ts";

export type Emulated = {
  readonly seconds: number;
  /** The most that a sample found. */
  readonly megabytes: number;
  readonly rows: readonly { readonly problem: string | null; readonly vlan: number | null }[];
};

export type Emulation = {
  readonly count: number;
  /** Lines of `ip -6 -batch` for the host's side. */
  readonly listHostLines: (plan: PlanJson) => string[];
  /** Further words of the command, perhaps with files that are written into the folder first. */
  readonly prepare: (plan: PlanJson, folder: string) => string[];
  /** Megabytes of a process, by its number; 0 once it has ended. */
  readonly sample: (pid: number | undefined) => number;
};

export type Bars = {
  /** What the figures are: `64 of 64 Radio Units …`, and whose memory. */
  readonly what: string;
  readonly whose: string;
  readonly isComplete: boolean;
  readonly mostSeconds: number;
  readonly mostMegabytes: number;
};

/** Reports time and memory of a run of many beside one of a single Radio Unit. */
export function reportEmulations(report: Report, one: Emulated, all: Emulated, bars: Bars): void {
  const { what, whose, isComplete, mostSeconds, mostMegabytes } = bars;
  const peer = "1 Radio Unit";
  report({
    name: what,
    ...{ ours: all.seconds, unit: "s", peer, theirs: one.seconds, ratio: all.seconds / one.seconds },
    target: `all, within ${mostSeconds} s`,
    ok: isComplete && all.seconds <= mostSeconds,
  });
  report({
    name: whose,
    ...{ ours: all.megabytes, unit: "MB", peer, theirs: one.megabytes, ratio: all.megabytes / one.megabytes },
    target: `at most ${mostMegabytes} MB`,
    ok: all.megabytes <= mostMegabytes,
  });
}

const cli = join(root, "dist", "cli.js");
const sampleInterval = 100; // ms

/** The whole program, in a namespace with an instance of so many Radio Units. */
export async function emulate(emulation: Emulation): Promise<Emulated> {
  const folder = mkdtempSync(join(tmpdir(), "ors-bench-"));
  const place = openPlace();
  try {
    const words = prepareInstance(place, folder, emulation);
    return await measure(place, ["--instance", join(folder, "site.yaml"), ...words], emulation.sample);
  } finally {
    place.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The instance, its files, and the host's side. */
function prepareInstance(place: Place, folder: string, emulation: Emulation): string[] {
  place.run("sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/default/disable_ipv6");
  const instance = join(folder, "site.yaml");
  writeFileSync(instance, runProgram("node", [cli, "new", "--ru-count", `${emulation.count}`]));
  runProgram("node", [cli, "render", "--instance", instance, "--output", join(folder, "etc")]);
  const plan: PlanJson = JSON.parse(readFileSync(join(folder, "etc", "plan.json"), "utf8"));
  const batch = join(folder, "batch");
  writeFileSync(batch, emulation.listHostLines(plan).join("\n"));
  place.run("ip", "-6", "-batch", batch);
  return emulation.prepare(plan, folder);
}

async function measure(
  place: Place,
  options: readonly string[],
  sample: Emulation["sample"],
): Promise<Emulated> {
  const words = [cli, "emulate", ...options, "--once", "--json"];
  const start = performance.now();
  const child = place.inside(() => spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] }));
  let text = "";
  let megabytes = 0;
  child.stdout.on("data", (chunk) => {
    text += chunk;
  });
  const sampling = setInterval(() => {
    megabytes = Math.max(megabytes, sample(child.pid));
  }, sampleInterval);
  await new Promise((resolve) => child.once("close", resolve));
  clearInterval(sampling);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, megabytes, rows: JSON.parse(text).radio_units };
}

/** Reads kilobytes of a file of /proc as megabytes. */
export function readMegabytes(pid: number | undefined, file: string, key: string): number {
  try {
    const text = readFileSync(`/proc/${pid}/${file}`, "utf8");
    return Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

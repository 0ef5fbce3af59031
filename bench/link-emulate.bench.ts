/** 64 emulated Radio Units in one process, from the start of the program to the last ping. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlanJson, PlannedTapJson } from "../src/plan/plan-json.ts";
import { openPlace, type Place } from "./link-place.ts";
import { type Report, root, runProgram } from "./measure.ts";

export const name = "link-emulate";

const radioUnits = 64;
const mostSeconds = 30;
const mostMegabytes = 250;
const cli = join(root, "dist", "cli.js");
const sampleInterval = 50; // ms

export async function run(report: Report): Promise<void> {
  const one = await emulate(1);
  const all = await emulate(radioUnits);
  const good = all.good === radioUnits;
  const peer = "1 Radio Unit";
  report({
    name: `${all.good} of ${radioUnits} emulated Radio Units have their address and reach the host`,
    ...{ ours: all.seconds, unit: "s", peer, theirs: one.seconds, ratio: all.seconds / one.seconds },
    target: `all, within ${mostSeconds} s`,
    ok: good && all.seconds <= mostSeconds,
  });
  report({
    name: "their process, most resident memory",
    ...{
      ours: all.megabytes,
      unit: "MB",
      peer,
      theirs: one.megabytes,
      ratio: all.megabytes / one.megabytes,
    },
    target: `at most ${mostMegabytes} MB`,
    ok: all.megabytes <= mostMegabytes,
  });
}

type Emulated = { readonly seconds: number; readonly megabytes: number; readonly good: number };

/** The whole program, on a node with that many subtaps. */
async function emulate(count: number): Promise<Emulated> {
  const folder = mkdtempSync(join(tmpdir(), "ors-bench-"));
  const place = openPlace();
  try {
    prepare(place, folder, count);
    return await measure(place, folder);
  } finally {
    place.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The instance, its files, and its subtaps. */
function prepare(place: Place, folder: string, count: number): void {
  place.run("sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/default/disable_ipv6");
  const instance = join(folder, "site.yaml");
  writeFileSync(instance, runProgram("node", [cli, "new", "--ru-count", `${count}`]));
  runProgram("node", [cli, "render", "--instance", instance, "--output", join(folder, "etc")]);
  const plan: PlanJson = JSON.parse(readFileSync(join(folder, "etc", "plan.json"), "utf8"));
  const batch = join(folder, "batch");
  writeFileSync(batch, plan.taps.flatMap(subtapLines).join("\n"));
  place.run("ip", "-6", "-batch", batch);
}

function subtapLines({ name, network, gateway, addr }: PlannedTapJson): string[] {
  const length = network.split("/")[1];
  return [
    `tuntap add dev ${name} mode tap`,
    `link set dev ${name} up`,
    `address add ${addr}/${length} dev ${name} noprefixroute nodad`,
    `route add ${gateway}/128 dev ${name}`,
    `route add ${network} via ${gateway} dev ${name}`,
  ];
}

async function measure(place: Place, folder: string): Promise<Emulated> {
  const files = ["--instance", join(folder, "site.yaml"), "--dnsmasq", join(folder, "etc", "dnsmasq.cfg")];
  const words = [cli, "emulate", ...files, "--once", "--json"];
  const start = performance.now();
  const child = place.inside(() => spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] }));
  let text = "";
  let megabytes = 0;
  child.stdout.on("data", (chunk) => {
    text += chunk;
  });
  const sampling = setInterval(() => {
    megabytes = Math.max(megabytes, residentMegabytes(child.pid));
  }, sampleInterval);
  await new Promise((resolve) => child.once("close", resolve));
  clearInterval(sampling);
  const rows: { problem: string | null }[] = JSON.parse(text).radio_units;
  const good = rows.filter(({ problem }) => problem === null).length;
  return { seconds: (performance.now() - start) / 1000, megabytes, good };
}

/** The most that it ever had; 0 once it has ended. */
function residentMegabytes(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

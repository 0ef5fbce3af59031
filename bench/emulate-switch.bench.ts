/** 64 emulated Radio Units on 64 trunks of a switch that search their VLAN, from the start of the program to the last ping. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PlanJson } from "../src/plan/plan-json.ts";
import { listTapLines, moveToTap } from "../test/support/one-host-tap.ts";
import { type Emulated, emulate, readMegabytes, reportEmulations } from "./emulation.ts";
import type { Report } from "./measure.ts";

export const name = "emulate-switch";

const radioUnits = 64;
const vlans = [10, 20, 30, 40];
const vlan = 30;
const perVlanSeconds = 5;
const mostSeconds = 60;
const mostMegabytes = 300;
const host = "host0";

export async function run(report: Report): Promise<void> {
  const one = await emulateBehindSwitch(1);
  const all = await emulateBehindSwitch(radioUnits);
  const found = all.rows.filter((row) => row.problem === null && row.vlan === vlan).length;
  reportEmulations(report, one, all, {
    what: `${found} of ${radioUnits} emulated Radio Units find VLAN ${vlan} of ${vlans.join(", ")} at ${perVlanSeconds} s each`,
    whose: "their process with the switch, most proportional memory",
    isComplete: found === radioUnits,
    mostSeconds,
    mostMegabytes,
  });
}

function emulateBehindSwitch(count: number): Promise<Emulated> {
  return emulate({
    count,
    listHostLines: (plan) => listTapLines(plan, host),
    prepare: writeFiles,
    sample: (pid) => readMegabytes(pid, "smaps_rollup", "Pss"),
  });
}

/** A switch with the host on the VLAN and every Radio Unit on a trunk, and a dnsmasq for all of them. */
function writeFiles(plan: PlanJson, folder: string): string[] {
  const [dnsmasq, configuration] = [join(folder, "dnsmasq.cfg"), join(folder, "switch.json")];
  writeFileSync(dnsmasq, moveToTap(readFileSync(join(folder, "etc", "dnsmasq.cfg"), "utf8"), plan, host));
  const trunks = plan.taps.map(({ ru }) => [ru, { radio: ru, trunk: vlans.join(",") }]);
  const ports = { host: { tap: host, access: vlan }, ...Object.fromEntries(trunks) };
  writeFileSync(configuration, JSON.stringify({ ports }));
  const search = ["--vlans", vlans.join(","), "--per-vlan", `${perVlanSeconds}`];
  return ["--dnsmasq", dnsmasq, "--switch", configuration, ...search];
}

/** 64 emulated Radio Units in one process, from the start of the program to the last ping. */
import { join } from "node:path";
import type { PlannedTapJson } from "../src/plan/plan-json.ts";
import { type Emulated, emulate, readMegabytes, reportEmulations } from "./emulation.ts";
import type { Report } from "./measure.ts";

export const name = "link-emulate";

const radioUnits = 64;
const mostSeconds = 30;
const mostMegabytes = 250;

export async function run(report: Report): Promise<void> {
  const one = await emulateOnSubtaps(1);
  const all = await emulateOnSubtaps(radioUnits);
  const good = all.rows.filter(({ problem }) => problem === null).length;
  reportEmulations(report, one, all, {
    what: `${good} of ${radioUnits} emulated Radio Units have their address and reach the host`,
    whose: "their process, most resident memory",
    isComplete: good === radioUnits,
    mostSeconds,
    mostMegabytes,
  });
}

function emulateOnSubtaps(count: number): Promise<Emulated> {
  return emulate({
    count,
    listHostLines: ({ taps }) => taps.flatMap(listSubtapLines),
    prepare: (_, folder) => ["--dnsmasq", join(folder, "etc", "dnsmasq.cfg")],
    // the most that it ever had
    sample: (pid) => readMegabytes(pid, "status", "VmHWM"),
  });
}

function listSubtapLines({ name, network, gateway, addr }: PlannedTapJson): string[] {
  const length = network.split("/")[1];
  return [
    `tuntap add dev ${name} mode tap`,
    `link set dev ${name} up`,
    `address add ${addr}/${length} dev ${name} noprefixroute nodad`,
    `route add ${gateway}/128 dev ${name}`,
    `route add ${network} via ${gateway} dev ${name}`,
  ];
}

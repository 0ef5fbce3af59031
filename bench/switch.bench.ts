/** The switch over TAPs beside others, per second of processor time: frames of one TAP to stations at the others. */
import { setTimeout as pause } from "node:timers/promises";
import { compileLoop, type Place } from "./link-place.ts";
import { median, type Report } from "./measure.ts";
import {
  type Contestant,
  compileLoad,
  startLoop,
  startOpenVswitch,
  startOurs,
  startVde,
} from "./switch-place.ts";

export const name = "switch";

const length = 64;
const rounds = 7;
const flowMs = 600;
const settleMs = 150;
const idleMs = 4_000;
const mostIdle = 2; // ms of processor time a second
/**
 * Of vde_switch with 2 TAPs no more: a C loop that does not switch has 1.4 to 1.6 times its frames, too. Before each frame it
 * asks the kernel about all of its TAPs, so it is with many of them that switches differ.
 */
const leastOf = { openVswitch: 1.5, vde: 1.2, vdeMany: 4, loop: 0.8, two: 0.8 };
const manyPorts = 64;

export async function run(report: Report): Promise<void> {
  const [load, loop] = [compileLoad(), compileLoop()];
  const contestants = {
    ours: await startOurs(2),
    many: await startOurs(manyPorts),
    loop: await startLoop(loop),
    openVswitch: await startOpenVswitch(2),
    vde: await startVde(2),
    vdeMany: await startVde(manyPorts),
  };
  try {
    await compareIdle(contestants.many, report);
    const rates = await measureInTurn(Object.values(contestants), load);
    const [ours = 0, many = 0, c = 0, ovs = 0, vde = 0, vdeMany = 0] = rates;
    report(
      figure("2 TAPs", ours, "a C loop of poll(), read() and write() that does not switch", c, leastOf.loop),
    );
    report(figure("2 TAPs", ours, "ovs-vswitchd, datapath netdev", ovs, leastOf.openVswitch));
    report(figure("2 TAPs", ours, "vde_switch", vde, leastOf.vde));
    report(figure(`${manyPorts} TAPs`, many, `vde_switch with ${manyPorts} TAPs`, vdeMany, leastOf.vdeMany));
    report(figure(`${manyPorts} TAPs`, many, "the switch with 2 TAPs", ours, leastOf.two));
  } finally {
    for (const one of Object.values(contestants)) await one.close();
  }
}

async function compareIdle({ worked }: Contestant, report: Report): Promise<void> {
  await pause(1_000);
  const before = worked();
  await pause(idleMs);
  const ours = ((worked() - before) * 1e3) / (idleMs / 1e3);
  report({
    name: `processor time at rest, ${manyPorts} TAPs`,
    ours,
    unit: "ms/s",
    peer: "nothing",
    theirs: 0,
    ratio: 0,
    target: `at most ${mostIdle} ms/s`,
    ok: ours <= mostIdle,
  });
}

/** The median of each over some rounds, after one to warm up. */
async function measureInTurn(contestants: readonly Contestant[], load: string): Promise<number[]> {
  const rates = contestants.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, one] of contestants.entries()) {
      const rate = await measure(one, load);
      if (round > 0) rates[index]?.push(rate);
    }
  }
  return rates.map(median);
}

/** Frames that arrived for each second that the program worked. */
async function measure({ place, ports, worked }: Contestant, load: string): Promise<number> {
  for (const [station, tap] of ports.entries()) place.run(load, "teach", tap, `${station}`);
  await pause(settleMs);
  const [arrivedBefore, before] = [countArrived(place, ports), worked()];
  place.run(load, "flow", ports[0] ?? "", `${length}`, `${flowMs}`, "1", `${ports.length - 1}`);
  await pause(settleMs);
  return (countArrived(place, ports) - arrivedBefore) / (worked() - before);
}

function countArrived({ run }: Place, ports: readonly string[]): number {
  const text = run("ip", "-json", "-statistics", "link", "show");
  const links: { ifname: string; stats64: { rx: { packets: number } } }[] = JSON.parse(text);
  const others = links.filter(({ ifname }) => ports.slice(1).includes(ifname));
  return others.reduce((total, { stats64 }) => total + stats64.rx.packets, 0);
}

function figure(what: string, ours: number, peer: string, theirs: number, least: number) {
  const ratio = ours / theirs;
  return {
    name: `${what}, ${length} bytes`,
    ours: ours / 1e6,
    unit: "million frames a second of processor time",
    peer,
    theirs: theirs / 1e6,
    ratio,
    target: `at least ${least}`,
    ok: ratio >= least,
  };
}

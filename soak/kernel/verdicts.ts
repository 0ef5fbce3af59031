/** What Linux's VLAN-filtering bridge does with the frames of cases: Debian's kernel in a guest, ports are TAPs. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getSystemErrorName } from "node:util";
import { bootGuest } from "../../test/guest/boot.ts";
import type { Case, CasePort, CasePorts, Step } from "../../test/vlan/cases.ts";

const timeout = 7_200_000;
const names = "abcdef".split("").map(tapOf);

/** The cases with what came out. */
export async function findVerdicts(cases: readonly Case[]): Promise<Case[]> {
  const folder = mkdtempSync(join(tmpdir(), "ors-bridge-"));
  try {
    const program = join(folder, "bridge");
    const source = join(import.meta.dirname, "../c/bridge.c");
    execFileSync("gcc", ["-O1", "-Wall", "-Wextra", "-Werror", "-o", program, source]);
    writeFileSync(join(folder, "orders"), `${[makeBridge, ...cases.flatMap(writeOrders)].join("\n")}\n`);
    const quiet = "for f in all default; do echo 1 > /proc/sys/net/ipv6/conf/$f/disable_ipv6; done";
    const command = `stty -F /dev/ttyS1 raw; ${quiet}; ${program} ${names.join(" ")} < ${folder}/orders > /dev/ttyS1`;
    const { lines, console } = await bootGuest(command, timeout);
    if (lines.at(-1) !== "end") throw new Error(`the guest ended early: ${console.slice(-2000)}`);
    const complaint = lines.find((line) => line.startsWith("!"));
    if (complaint !== undefined) throw new Error(`in the guest: ${complaint}`);
    return addVerdicts(cases, lines);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tapOf(port: string): string {
  return `p${port}`;
}

const bridgeOptions = "vlan_filtering 1 vlan_default_pvid 0 mcast_snooping 0 stp_state 0";

const makeBridge = batch("ip", [
  `link add br0 type bridge ${bridgeOptions}`,
  "link set br0 up",
  ...names.map((tap) => `link set ${tap} up`),
]);

/** Ports join the bridge anew for each case: one that left has left nothing there. */
function writeOrders({ ageing, ports, steps }: Case): string[] {
  const again = names.flatMap((tap) => [`link set ${tap} nomaster`, `link set ${tap} up`]);
  const orders = [batch("ip", [...again, `link set br0 type bridge ageing_time ${ageing * 100}`])];
  let now: CasePorts = {};
  const down = new Set<string>();
  const configure = (after: CasePorts) => {
    orders.push(...writeConfigure(now, after));
    for (const name of down) if (!(name in after)) down.delete(name);
    for (const name of Object.keys(after)) if (!down.has(name)) orders.push(`r ${tapOf(name)}`);
    now = after;
  };
  configure(ports);
  for (const step of steps) {
    if ("configure" in step) configure(step.configure);
    else if ("down" in step) {
      down.add(step.down);
      orders.push(`! ip link set ${tapOf(step.down)} down`);
    } else if ("up" in step) {
      down.delete(step.up);
      orders.push(`! ip link set ${tapOf(step.up)} up`, `r ${tapOf(step.up)}`);
    } else if ("wait" in step) orders.push(`w ${step.wait * 1000}`);
    else orders.push(`f ${tapOf(step.in)} ${step.frame}`);
  }
  return orders;
}

/** What differs and no more: a VLAN that a port keeps is not taken from it, since its addresses would be forgotten. */
function writeConfigure(before: CasePorts, after: CasePorts): string[] {
  const links: string[] = [];
  const vlans: string[] = [];
  for (const name of Object.keys(before)) {
    // a port that comes back has its link up
    if (!(name in after)) links.push(`link set ${tapOf(name)} nomaster`, `link set ${tapOf(name)} up`);
  }
  for (const [name, port] of Object.entries(after)) {
    const tap = tapOf(name);
    if (!(name in before)) links.push(`link set ${tap} master br0`);
    const [old, wanted] = [readVlans(before[name] ?? {}), readVlans(port)];
    const lost = [...old.keys()].filter((vlan) => !wanted.has(vlan)).map((vlan) => [vlan, ""] as const);
    for (const [vlan] of joinRanges(lost)) vlans.push(`vlan del dev ${tap} vid ${vlan}`);
    // the native VLAN last: another one as the native VLAN takes its place
    const added = [...wanted].filter(([vlan, flags]) => old.get(vlan) !== flags);
    added.sort(([, one], [, other]) => one.length - other.length);
    for (const [vlan, flags] of joinRanges(added)) vlans.push(`vlan add dev ${tap} vid ${vlan}${flags}`);
    vlans.push(`link set dev ${tap} isolated ${port.isolated === true ? "on" : "off"}`);
  }
  return [...(links.length === 0 ? [] : [batch("ip", links)]), batch("bridge", vlans)];
}

/** The VLANs of a port with the flags that it has them with. */
function readVlans({ access, trunk = "", native }: CasePort): Map<number, string> {
  const vlans = new Map<number, string>();
  for (const part of trunk.split(",").filter(Boolean)) {
    const [first = 0, last = first] = part.split("-").map(Number);
    for (let vlan = first; vlan <= last; vlan++) vlans.set(vlan, "");
  }
  const own = access ?? native;
  if (own !== undefined) vlans.set(own, " pvid untagged");
  return vlans;
}

function joinRanges(vlans: readonly (readonly [number, string])[]): [string, string][] {
  const ranges: { first: number; last: number; flags: string }[] = [];
  for (const [vlan, flags] of [...vlans].sort(([one, a], [other, b]) => a.length - b.length || one - other)) {
    const before = ranges.at(-1);
    if (before?.last === vlan - 1 && before.flags === flags && flags === "") before.last = vlan;
    else ranges.push({ first: vlan, last: vlan, flags });
  }
  return ranges.map(({ first, last, flags }) => [first === last ? `${first}` : `${first}-${last}`, flags]);
}

function batch(program: string, lines: readonly string[]): string {
  return `! printf '${lines.join("\\n")}\\n' | ${program} -batch -`;
}

function addVerdicts(cases: readonly Case[], lines: readonly string[]): Case[] {
  let at = 0;
  const addVerdict = (step: Step): Step => {
    if (!("in" in step)) return step;
    const out: Record<string, string[]> = {};
    let refused: string | undefined;
    for (; lines[at] !== "."; at++) {
      const [what, name = "", length = "", head = "", sum = ""] = (lines[at] ?? "").split(" ");
      if (what === "e") refused = getSystemErrorName(-Number(name));
      else {
        const port = name.slice(1);
        out[port] = [...(out[port] ?? []), rebuild(step.frame, Number(length), head, Number(sum))];
      }
    }
    at += 1;
    return { ...step, ...(refused === undefined ? { out } : { refused }) };
  };
  return cases.map((one) => ({ ...one, steps: one.steps.map(addVerdict) }));
}

/** A frame that came out, of its beginning and the frame that went in: they end alike. */
function rebuild(frame: string, length: number, head: string, sum: number): string {
  const rest = length - head.length / 2;
  const whole = rest > 0 ? head + frame.slice(-2 * rest) : head;
  let found = 0;
  for (const byte of Buffer.from(whole, "hex")) found = (Math.imul(found, 31) + byte) >>> 0;
  if (found !== sum) throw new Error(`a frame came out changed: ${frame} as ${head}…`);
  return whole;
}

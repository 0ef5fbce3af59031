/** Every CPRI Radio Unit of an instance without hardware, all in one process. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FailureError } from "../issue/exit-code.ts";
import { type Counters, createCounters } from "../link/cable/counters.ts";
import { parseMac } from "../link/cable/radio-end.ts";
import { createBatch, largestBatch } from "../link/frames/frame-batch.ts";
import { describeFrameIo, openFrameIo } from "../link/frames/frame-io.ts";
import { createPool } from "../link/frames/frame-pool.ts";
import { formatIpv6Address } from "../net/ipv6-network.ts";
import { parseIpv6Address } from "../net/parse-ipv6.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import type { Site } from "../site/site.ts";
import { writeDhcpScript } from "./dhcp-client.ts";
import { startDnsmasq } from "./dnsmasq.ts";
import { defaultTimeoutSeconds } from "./limits.ts";
import {
  type EmulatedRadioUnit,
  layRadioUnit,
  type RadioUnitPlace,
  type Surroundings,
} from "./radio-unit.ts";
import { turns } from "./turns.ts";

export type EmulationOptions = {
  /** Milliseconds that a Radio Unit may take to get its address. */
  readonly timeout?: number;
  /** Share of the frames that get lost, 0 to 1. */
  readonly loss?: number;
  /** Milliseconds that each frame takes. */
  readonly delay?: number;
  /** A dnsmasq.cfg to run dnsmasq with, where no service does. */
  readonly dnsmasq?: string;
};

/** What one Radio Unit came to. */
export type EmulatedRow = {
  readonly ru: string;
  readonly tap: string;
  readonly mac: string;
  /** The address that it should have. */
  readonly gateway: string;
  /** The address that DHCPv6 gave it. */
  readonly address: string | null;
  /** MAC address of the host's end, as neighbour discovery found it. */
  readonly neighbour: string | null;
  /** Milliseconds of a ping to the host's address. */
  readonly roundTrip: number | null;
  /** Null where all is well. */
  readonly problem: string | null;
};

export type Emulation = {
  /** How frames move: `frames move by io_uring`. */
  readonly method: string;
  /** Settles when every Radio Unit has reached the host or given up. */
  readonly ready: Promise<readonly EmulatedRow[]>;
  /** What became of the frames of both directions, all Radio Units together. */
  readonly counters: () => Counters;
  /** Ends the programs, the links and the namespaces. */
  readonly close: () => Promise<void>;
};

/** Programs started at once: more only wait for each other. */
const programsAtOnce = 8;

/**
 * Lays the links and starts what the Radio Units run. The subtaps must be there (`ors apply`). Needs the right to
 * make network namespaces; nothing is written to /run/netns: the namespaces have no names and end with this process.
 *
 * @throws TapError, LibcError or FailureError; nothing is left then
 */
export async function emulateInstance(
  site: Site,
  plan: TapPlan,
  options: EmulationOptions = {},
): Promise<Emulation> {
  const timeout = options.timeout ?? defaultTimeoutSeconds * 1000;
  const folder = mkdtempSync(join(tmpdir(), "ors-emulate-"));
  const io = openFrameIo();
  const radioUnits: EmulatedRadioUnit[] = [];
  const undo: (() => void | Promise<void>)[] = [
    () => rmSync(folder, { recursive: true, force: true }),
    io.close,
  ];
  const close = async () => {
    await Promise.all(radioUnits.map((radioUnit) => radioUnit.end()));
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const laid = places(site, plan);
    const dnsmasq = options.dnsmasq === undefined ? undefined : startDnsmasq(options.dnsmasq);
    if (dnsmasq !== undefined) undo.push(dnsmasq.end);
    const around: Surroundings = {
      io,
      batch: createBatch(createPool({ buffers: largestBatch })),
      folder,
      dhcpScript: writeDhcpScript(folder),
      loss: options.loss ?? 0,
      delay: options.delay ?? 0,
      serverEnded: dnsmasq?.ended ?? new Promise(() => {}),
      inTurn: turns(programsAtOnce),
    };
    for (const place of laid) radioUnits.push(layRadioUnit(place, around));
  } catch (error) {
    await close();
    throw error;
  }
  const ready = Promise.all(radioUnits.map((radioUnit) => radioUnit.start(timeout))).then(() =>
    radioUnits.map((radioUnit) => row(radioUnit, plan)),
  );
  ready.catch(() => {}); // whoever awaits it sees it
  return { method: describeFrameIo(io), ready, counters: () => sum(radioUnits), close };
}

function places(site: Site, plan: TapPlan): RadioUnitPlace[] {
  const links = new Map(site.radioUnits.map(({ reference, link }) => [reference, link]));
  return plan.taps.map(({ name, ru, addr }) => {
    const link = links.get(ru);
    const mac = link?.kind === "cpri" ? parseMac(link.macAddr) : null;
    if (mac === null) throw new FailureError(`Radio Unit ${JSON.stringify(ru)} has no usable MAC address`);
    return { ru, tap: name, mac, addr: formatIpv6Address(addr) };
  });
}

function row({ place, state }: EmulatedRadioUnit, plan: TapPlan): EmulatedRow {
  const wanted = plan.taps.find(({ name }) => name === place.tap)?.gateway;
  const mac = Buffer.from(place.mac)
    .toString("hex")
    .replace(/..(?=.)/g, "$&:");
  const { address, neighbour, roundTrip } = state;
  const isOwn = address !== null && parseIpv6Address(address) === wanted;
  const problem = address === null || isOwn ? state.problem : `got ${address}, which is not its own`;
  const gateway = wanted === undefined ? "" : formatIpv6Address(wanted);
  return { ru: place.ru, tap: place.tap, mac, gateway, address, neighbour, roundTrip, problem };
}

function sum(radioUnits: readonly EmulatedRadioUnit[]): Counters {
  const total = createCounters();
  for (const { cable } of radioUnits) {
    for (const one of [cable.toHost, cable.toRadio]) {
      for (const key of Object.keys(total) as (keyof Counters)[]) total[key] += one[key];
    }
  }
  return total;
}

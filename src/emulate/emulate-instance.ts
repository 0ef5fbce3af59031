/** Every CPRI Radio Unit of an instance without hardware, all in one process. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FailureError } from "../issue/exit-code.ts";
import { type Counters, createCounters } from "../link/cable/counters.ts";
import { createBatch, maxBatch } from "../link/frames/frame-batch.ts";
import { describeFrameIo, openFrameIo } from "../link/frames/frame-io.ts";
import type { FrameIo } from "../link/frames/frame-io-type.ts";
import { createPool } from "../link/frames/frame-pool.ts";
import { formatIpv6Address } from "../net/ipv6-network.ts";
import { parseMac } from "../net/mac-address.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import type { Site } from "../site/site.ts";
import { writeDhcpScript } from "./dhcp-client.ts";
import { type Dnsmasq, type DnsmasqFile, startDnsmasq } from "./dnsmasq.ts";
import { type EmulatedRow, makeRow } from "./emulated-row.ts";
import { layRadioUnit } from "./lay-radio-unit.ts";
import { defaultBootSeconds, defaultTimeoutSeconds } from "./limits.ts";
import type { FaultKind } from "./netconf/faults/faults.ts";
import { serveOrders } from "./orders/serve-orders.ts";
import type { EmulatedRadioUnit, RadioUnitChange, RadioUnitPlace, SharedParts } from "./radio-unit.ts";
import { type EmulatedSwitch, openEmulatedSwitch } from "./search/open-emulated-switch.ts";
import { createStepTurns } from "./turns.ts";

export type EmulationOptions = {
  /** How long a Radio Unit may take to get its address. */
  readonly timeoutMs?: number;
  /** Share of the frames that get lost, 0 to 1. */
  readonly loss?: number;
  /** How long each frame is under way. */
  readonly delayMs?: number;
  /** A dnsmasq.cfg to run dnsmasq with, where no service does. */
  readonly dnsmasq?: DnsmasqFile;
  /** How long a restart takes. */
  readonly bootMs?: number;
  /** Where the control socket of the emulation lies; without it nothing can be ordered. */
  readonly stateFolder?: string;
  /** What Radio Units do wrong, by their references. */
  readonly faults?: ReadonlyMap<string, readonly FaultKind[]>;
  /** The switch that they are behind, in place of a cable to the subtap of each. */
  readonly switch?: EmulatedSwitch;
  /** Called when a Radio Unit begins anew, and when it has found its address then or given up. */
  readonly onChange?: (row: EmulatedRow, change: RadioUnitChange) => void;
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

/** Programs that run at once: more only wait for each other. */
const maxPrograms = 8;

/**
 * Lays the links and starts what the Radio Units run. The subtaps must be there (`ors apply`). Needs the right to
 * make network namespaces; nothing is written to /run/netns: the namespaces have no names and end with this process.
 *
 * @throws TapError, LibcError, FailureError, or what the switch makes of ports that it cannot have; nothing is left
 * then
 */
export async function emulateInstance(
  site: Site,
  plan: TapPlan,
  options: EmulationOptions = {},
): Promise<Emulation> {
  // a cable to a switch ends at a socket: see createRadioOpener
  const io = openFrameIo(options.switch === undefined ? undefined : "read and write");
  const method = describeFrameIo(io);
  const undo: Undo = [io.close];
  let closeSwitch = () => {};
  const radioUnits: EmulatedRadioUnit[] = [];
  const listRows = () => radioUnits.map((radioUnit) => makeRow(radioUnit, plan));
  const close = async () => {
    closeSwitch();
    await Promise.all(radioUnits.map((radioUnit) => radioUnit.end()));
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const places = listPlaces(site, plan);
    const shared = makeSharedParts(options, io, undo, (ru, change) => {
      const row = listRows().find((one) => one.ru === ru);
      if (row !== undefined) options.onChange?.(row, change);
    });
    for (const place of places) radioUnits.push(layRadioUnit(place, shared));
    if (options.switch !== undefined && shared.behindSwitch !== null)
      closeSwitch = await openEmulatedSwitch(options.switch, shared.behindSwitch.wires);
    if (options.stateFolder !== undefined)
      undo.push(
        (await serveOrders(options.stateFolder, radioUnits, () => ({ method, rows: listRows() }))).close,
      );
  } catch (error) {
    await close();
    throw error;
  }
  const ready = Promise.all(radioUnits.map((radioUnit) => radioUnit.start())).then(listRows);
  ready.catch(() => {}); // whoever awaits it sees it
  return { method, ready, counters: () => sumCounters(radioUnits), close };
}

/** Steps that undo what was done, the last one first. */
type Undo = (() => void | Promise<void>)[];

function makeSharedParts(
  options: EmulationOptions,
  io: FrameIo,
  undo: Undo,
  onChange: SharedParts["onChange"],
): SharedParts {
  const folder = mkdtempSync(join(tmpdir(), "ors-emulate-"));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  const dnsmasq = options.dnsmasq === undefined ? undefined : startDnsmasq(options.dnsmasq);
  if (dnsmasq !== undefined) undo.push(dnsmasq.end);
  return {
    io,
    batch: createBatch(createPool({ buffers: maxBatch })),
    folder,
    dhcpScript: writeDhcpScript(folder),
    loss: options.loss ?? 0,
    delayMs: options.delayMs ?? 0,
    timeoutMs: options.timeoutMs ?? defaultTimeoutSeconds * 1000,
    serverGone: watchServer(dnsmasq),
    onChange,
    faults: options.faults ?? new Map(),
    bootMs: options.bootMs ?? defaultBootSeconds * 1000,
    runInTurn: createStepTurns(maxPrograms),
    behindSwitch: options.switch === undefined ? null : { search: options.switch.search, wires: new Map() },
  };
}

function watchServer(dnsmasq: Dnsmasq | undefined): AbortSignal {
  const gone = new AbortController();
  void dnsmasq?.ended.then((reason) => gone.abort(reason));
  return gone.signal;
}

function listPlaces(site: Site, plan: TapPlan): RadioUnitPlace[] {
  const radioUnits = new Map(site.radioUnits.map((radioUnit) => [radioUnit.reference, radioUnit]));
  return plan.taps.map(({ name, ru, addr }) => {
    const { link, management = null } = radioUnits.get(ru) ?? {};
    const mac = link?.kind === "cpri" ? parseMac(link.macAddr) : null;
    if (mac === null) throw new FailureError(`Radio Unit ${JSON.stringify(ru)} has no usable MAC address`);
    const netconf = management && {
      port: management.port,
      user: management.user,
      password: management.password,
    };
    return { ru, tap: name, mac, addr: formatIpv6Address(addr), netconf };
  });
}

function sumCounters(radioUnits: readonly EmulatedRadioUnit[]): Counters {
  const total = createCounters();
  for (const { cable } of radioUnits) {
    for (const one of [cable.toHost, cable.toRadio]) {
      for (const key of Object.keys(total) as (keyof Counters)[]) total[key] += one[key];
    }
  }
  return total;
}

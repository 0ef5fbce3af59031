/** One Radio Unit without hardware: a namespace, a cable to its subtap, and what a Radio Unit runs. */
import { join } from "node:path";
import { close } from "../libc/file.ts";
import { createNetworkNamespace, getNamespacePath } from "../libc/unshare.ts";
import { type Cable, layCable } from "../link/cable/cable.ts";
import { layRadioEnd } from "../link/cable/radio-end.ts";
import type { FrameBatch } from "../link/frames/frame-batch.ts";
import type { FrameIo } from "../link/frames/frame-io-type.ts";
import { getMtu } from "../link/tap/interface.ts";
import { closeTap, openTap, type Tap } from "../link/tap/open-tap.ts";
import { parseIpv6Address } from "../net/parse-ipv6.ts";
import type { FaultKind } from "./netconf/faults/faults.ts";
import type { RunningNetconf } from "./netconf/run-netconf.ts";
import { type Obtaining, obtainAddress } from "./obtain-address.ts";
import { obey } from "./orders/obey.ts";
import type { Order, OrderAnswer } from "./orders/order.ts";
import { reachHost } from "./reach-host.ts";

export type RadioUnitPlace = {
  /** Reference of the Radio Unit. */
  readonly ru: string;
  /** Its subtap. */
  readonly tap: string;
  /** Six bytes. */
  readonly mac: Uint8Array;
  /** The host's address on the subtap. */
  readonly addr: string;
  /** How its NETCONF server is reached; null where its kind has none. */
  readonly netconf: { readonly port: number; readonly user: string; readonly password: string } | null;
};

/** What all Radio Units of an emulation share. */
export type SharedParts = {
  readonly io: FrameIo;
  readonly batch: FrameBatch;
  /** Folder of the leases. */
  readonly folder: string;
  readonly dhcpScript: string;
  readonly loss: number;
  readonly delayMs: number;
  /** Settles where no address can be had any more, with the reason. */
  readonly serverEnded: Promise<string>;
  /** What a Radio Unit does wrong, by its reference. */
  readonly faults: ReadonlyMap<string, readonly FaultKind[]>;
  /** Milliseconds of a restart. */
  readonly bootMs: number;
  /** Runs a step when its turn has come: not all of them start a program at once. */
  readonly runInTurn: <T>(step: () => Promise<T>) => Promise<T>;
};

export type RadioUnitState = {
  /** What DHCPv6 gave it. */
  address: string | null;
  /** MAC address of the host's end, as neighbour discovery found it. */
  neighbour: string | null;
  /** Milliseconds of a ping to the host. */
  roundTrip: number | null;
  /** Whether its NETCONF server listens; null where its kind has none. */
  netconf: boolean | null;
  /** What went wrong last. */
  problem: string | null;
};

export type EmulatedRadioUnit = {
  readonly place: RadioUnitPlace;
  readonly state: RadioUnitState;
  readonly cable: Cable;
  /** Runs the client until there is an address, then reaches the host; what fails is in the state. */
  readonly start: (timeoutMs: number) => Promise<void>;
  /** Does what it is ordered while it runs. */
  readonly obey: (order: Order) => OrderAnswer;
  readonly end: () => Promise<void>;
};

/** Name of a Radio Unit's interface in its namespace. */
const radioInterface = "ru0";

/**
 * Lays the link of a Radio Unit.
 *
 * @throws TapError where its subtap cannot be opened, LibcError where no namespace can be made
 */
export function layRadioUnit(place: RadioUnitPlace, shared: SharedParts): EmulatedRadioUnit {
  const namespace = createNetworkNamespace();
  const undo: (() => void)[] = [() => close(namespace)];
  try {
    const host = openTap({ name: place.tap });
    undo.push(() => closeTap(host));
    const mtu = getMtu(host.name);
    const radio = layRadioEnd({ namespace, name: radioInterface, mac: place.mac, mtu });
    undo.push(() => closeTap(radio));
    return connect(place, shared, { namespace, host, radio, undo });
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  }
}

type Laid = {
  readonly namespace: number;
  readonly host: Tap;
  readonly radio: Tap;
  readonly undo: (() => void)[];
};

function connect(
  place: RadioUnitPlace,
  shared: SharedParts,
  { namespace, host, radio, undo }: Laid,
): EmulatedRadioUnit {
  const state: RadioUnitState = {
    address: null,
    neighbour: null,
    roundTrip: null,
    netconf: place.netconf === null ? null : false,
    problem: null,
  };
  const noteProblem = (problem: string) => {
    state.problem ??= problem;
  };
  const { io, batch, loss, delayMs } = shared;
  const cable = layCable({ host, radio }, { io, batch, loss, delayMs, onEnd: noteProblem });
  const life: Life = {
    ending: new AbortController(),
    obtaining: null,
    netconf: null,
    started: Promise.resolve(),
  };
  return {
    place,
    state,
    cable,
    start: (timeoutMs) => {
      life.started = live({ place, shared, namespace, state, noteProblem }, life, timeoutMs);
      return life.started;
    },
    obey: (order) => obey(order, cable, life.netconf?.radioUnit),
    end: async () => {
      life.ending.abort();
      await life.obtaining?.end();
      await life.started.catch(() => {}); // whoever started it sees it
      life.netconf?.close();
      cable.close();
      for (const step of undo.splice(0).reverse()) step();
    },
  };
}

/** What there is to end of a Radio Unit that was started. */
type Life = {
  readonly ending: AbortController;
  obtaining: Obtaining | null;
  netconf: RunningNetconf | null;
  started: Promise<void>;
};

type Living = Pick<Laid, "namespace"> &
  Pick<EmulatedRadioUnit, "place" | "state"> & {
    readonly shared: SharedParts;
    readonly noteProblem: (problem: string) => void;
  };

/** From switching on to a ping. */
async function live(radioUnit: Living, life: Life, timeoutMs: number): Promise<void> {
  const { place, shared, namespace, state, noteProblem } = radioUnit;
  life.obtaining = obtainAddress({
    namespace,
    interface: radioInterface,
    script: shared.dhcpScript,
    leaseFile: join(shared.folder, `${place.tap}.leases`),
    tap: place.tap,
    timeoutMs,
    serverEnded: shared.serverEnded,
    onClientEnd: noteProblem,
  });
  const obtained = await life.obtaining.result;
  if ("problem" in obtained) return noteProblem(obtained.problem);
  state.address = obtained.address;
  const { signal } = life.ending;
  const reached = await shared.runInTurn(() => reachHost(namespace, radioInterface, place.addr, signal));
  if ("problem" in reached) noteProblem(reached.problem);
  else Object.assign(state, reached);
  life.netconf = await startNetconf(radioUnit, obtained.address);
}

/** Its NETCONF server, on the address that DHCPv6 gave it. */
async function startNetconf(
  { place, shared, namespace, state, noteProblem }: Living,
  text: string,
): Promise<RunningNetconf | null> {
  const address = parseIpv6Address(text);
  if (place.netconf === null || address === undefined) return null;
  const faults = shared.faults.get(place.ru) ?? [];
  try {
    const { runNetconf } = await import("./netconf/run-netconf.ts");
    const running = await runNetconf({
      namespace: getNamespacePath(namespace),
      address,
      faults,
      serialNumber: Buffer.from(place.mac).toString("hex").toUpperCase(),
      bootMs: shared.bootMs,
      ...place.netconf,
    });
    state.netconf = true;
    return running;
  } catch (cause) {
    noteProblem(`no NETCONF server: ${(cause as Error).message}`);
    return null;
  }
}

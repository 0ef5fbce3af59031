/** One Radio Unit without hardware: a namespace, a cable to its subtap, and what a Radio Unit runs. */
import { join } from "node:path";
import { close } from "../libc/file.ts";
import { createNetworkNamespace } from "../libc/unshare.ts";
import { type Cable, layCable } from "../link/cable/cable.ts";
import { layRadioEnd } from "../link/cable/radio-end.ts";
import type { FrameBatch } from "../link/frames/frame-batch.ts";
import type { FrameIo } from "../link/frames/frame-io-type.ts";
import { mtuOf } from "../link/tap/interface.ts";
import { closeTap, openTap, type Tap } from "../link/tap/open-tap.ts";
import { type Obtaining, obtainAddress } from "./obtain-address.ts";
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
};

export type Surroundings = {
  readonly io: FrameIo;
  readonly batch: FrameBatch;
  /** Folder of the leases. */
  readonly folder: string;
  readonly dhcpScript: string;
  readonly loss: number;
  readonly delay: number;
  /** Settles where no address can be had any more, with the reason. */
  readonly serverEnded: Promise<string>;
  /** Runs a step when its turn has come: not all of them start a program at once. */
  readonly inTurn: <T>(step: () => Promise<T>) => Promise<T>;
};

export type RadioUnitState = {
  /** What DHCPv6 gave it. */
  address: string | null;
  /** MAC address of the host's end, as neighbour discovery found it. */
  neighbour: string | null;
  /** Milliseconds of a ping to the host. */
  roundTrip: number | null;
  /** What went wrong last. */
  problem: string | null;
};

export type EmulatedRadioUnit = {
  readonly place: RadioUnitPlace;
  readonly state: RadioUnitState;
  readonly cable: Cable;
  /** Runs the client until there is an address, then reaches the host; what fails is in the state. */
  readonly start: (timeout: number) => Promise<void>;
  readonly end: () => Promise<void>;
};

/** Name of a Radio Unit's interface in its namespace. */
const radioInterface = "ru0";

/**
 * Lays the link of a Radio Unit.
 *
 * @throws TapError where its subtap cannot be opened, LibcError where no namespace can be made
 */
export function layRadioUnit(place: RadioUnitPlace, around: Surroundings): EmulatedRadioUnit {
  const namespace = createNetworkNamespace();
  const undo: (() => void)[] = [() => close(namespace)];
  try {
    const host = openTap({ name: place.tap });
    undo.push(() => closeTap(host));
    const mtu = mtuOf(host.name);
    const radio = layRadioEnd({ namespace, name: radioInterface, mac: place.mac, mtu });
    undo.push(() => closeTap(radio));
    return connect(place, around, { namespace, host, radio, undo });
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
  around: Surroundings,
  { namespace, host, radio, undo }: Laid,
): EmulatedRadioUnit {
  const state: RadioUnitState = { address: null, neighbour: null, roundTrip: null, problem: null };
  const noteProblem = (problem: string) => {
    state.problem ??= problem;
  };
  const { io, batch, loss, delay } = around;
  const cable = layCable({ host, radio }, { io, batch, loss, delay, onEnd: noteProblem });
  const ending = new AbortController();
  let obtaining: Obtaining | undefined;
  let started = Promise.resolve();

  const live = async (timeout: number): Promise<void> => {
    obtaining = obtainAddress({
      namespace,
      interface: radioInterface,
      script: around.dhcpScript,
      leaseFile: join(around.folder, `${place.tap}.leases`),
      tap: place.tap,
      timeout,
      serverEnded: around.serverEnded,
      onClientEnd: noteProblem,
    });
    const obtained = await obtaining.result;
    if ("problem" in obtained) return noteProblem(obtained.problem);
    state.address = obtained.address;
    const reached = await around.inTurn(() =>
      reachHost(namespace, radioInterface, place.addr, ending.signal),
    );
    if ("problem" in reached) noteProblem(reached.problem);
    else Object.assign(state, reached);
  };
  const start = (timeout: number) => {
    started = live(timeout);
    return started;
  };
  const end = async () => {
    ending.abort();
    await obtaining?.end();
    await started.catch(() => {}); // whoever started it sees it
    cable.close();
    for (const step of undo.splice(0).reverse()) step();
  };
  return { place, state, cable, start, end };
}

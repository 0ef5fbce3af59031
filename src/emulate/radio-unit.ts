/** One Radio Unit without hardware: a namespace, a cable to its subtap, and what a Radio Unit runs. */
import { join } from "node:path";
import { close } from "../libc/file.ts";
import { createNetworkNamespace } from "../libc/unshare.ts";
import { type Cable, layCable } from "../link/cable.ts";
import type { FrameBatch } from "../link/frame-batch.ts";
import type { FrameIo } from "../link/frame-io.ts";
import { mtuOf } from "../link/interface.ts";
import { closeTap, openTap, type Tap } from "../link/open-tap.ts";
import { layRadioEnd } from "../link/radio-end.ts";
import { type DhcpClient, startDhcpClient } from "./dhcp-client.ts";
import { awaitLinkLocal } from "./link-local.ts";
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
  /** Descriptor of its network namespace. */
  readonly namespace: number;
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
  const { io, batch, loss, delay } = around;
  let client: DhcpClient | undefined;
  let ended = false;
  const onEnd = (reason: string) => {
    state.problem = reason;
  };
  const cable = layCable({ host, radio }, { io, batch, loss, delay, onEnd });

  const addressGiven = (timeout: number) =>
    new Promise<string | null>((resolve) => {
      const patience = setTimeout(() => resolve(null), timeout);
      const settle = (address: string | null) => {
        clearTimeout(patience);
        resolve(address);
      };
      const failed = (reason: string) => {
        state.problem ??= reason;
        settle(null);
      };
      void around.serverEnded.then((reason) => state.address ?? failed(reason));
      client = startDhcpClient({
        namespace,
        interface: radioInterface,
        script: around.dhcpScript,
        leaseFile: join(around.folder, `${place.tap}.leases`),
        onAddress: (address) => {
          state.address = address;
          settle(address);
        },
        onEnd: failed,
      });
    });

  const start = async (timeout: number) => {
    const until = performance.now() + timeout;
    if (!(await awaitLinkLocal(namespace, radioInterface, timeout, () => ended))) {
      state.problem ??= "its link-local address did not become usable";
      return;
    }
    const address = await addressGiven(Math.max(0, until - performance.now()));
    if (ended) return;
    if (address === null) {
      state.problem ??= `no address within ${Math.round(timeout / 1000)} s; is dnsmasq running on ${place.tap}?`;
      return;
    }
    const reached = await around.inTurn(() => reachHost(namespace, radioInterface, place.addr));
    if ("problem" in reached) state.problem = reached.problem;
    else Object.assign(state, reached);
  };
  const end = async () => {
    ended = true;
    await client?.end();
    cable.close();
    for (const step of undo.reverse()) step();
    undo.length = 0;
  };
  return { place, state, cable, namespace, start, end };
}

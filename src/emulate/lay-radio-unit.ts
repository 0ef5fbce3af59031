/** Lays the link of an emulated Radio Unit: its namespace, its interface, and the cable from there. */
import { close } from "../libc/file.ts";
import { runInNetworkNamespace } from "../libc/namespace.ts";
import { createNetworkNamespace, getNamespacePath } from "../libc/unshare.ts";
import { type Cable, type CableEnd, layCable } from "../link/cable/cable.ts";
import { layRadioEnd } from "../link/cable/radio-end.ts";
import { noTag, type VlanInterface } from "../link/cable/vlan-interface.ts";
import { layRadioWire } from "../link/switch/radio/radio-wire.ts";
import { getMtu, setDown } from "../link/tap/interface.ts";
import { closeTap, openTap, type Tap } from "../link/tap/open-tap.ts";
import { createLife } from "./life/live.ts";
import { obey } from "./orders/obey.ts";
import {
  type EmulatedRadioUnit,
  type RadioUnitPlace,
  type RadioUnitState,
  radioInterface,
  type SharedParts,
} from "./radio-unit.ts";

/**
 * Lays the link of a Radio Unit.
 *
 * @throws TapError where its subtap cannot be opened, LibcError where no namespace can be made
 */
export function layRadioUnit(place: RadioUnitPlace, shared: SharedParts): EmulatedRadioUnit {
  const namespace = createNetworkNamespace();
  const undo: (() => void)[] = [() => close(namespace)];
  try {
    const host = layHostEnd(place, shared);
    undo.push(host.close);
    const radio = layRadioEnd({ namespace, name: radioInterface, mac: place.mac, mtu: host.mtu });
    undo.push(() => closeTap(radio));
    return connect(place, shared, { namespace, host, radio, undo });
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  }
}

/** What a Radio Unit's cable ends at. */
type HostEnd = {
  readonly end: CableEnd;
  readonly mtu: number;
  /** Where the other side notices that a cable is out. */
  readonly setUp?: (isUp: boolean) => void;
  readonly close: () => void;
};

/** What an interface has that nobody has set otherwise; a tag does not count. */
const standardMtu = 1500;

function layHostEnd({ ru, tap }: RadioUnitPlace, { behindSwitch }: SharedParts): HostEnd {
  if (behindSwitch === null) {
    const end = openTap({ name: tap });
    return { end, mtu: getMtu(end.name), close: () => closeTap(end) };
  }
  const wire = layRadioWire(`the cable of ${JSON.stringify(ru)}`, standardMtu);
  behindSwitch.wires.set(ru, wire);
  return { end: wire.cableEnd, mtu: wire.mtu, setUp: wire.setUp, close: wire.close };
}

type Laid = {
  readonly namespace: number;
  readonly host: HostEnd;
  readonly radio: Tap;
  readonly undo: (() => void)[];
};

function connect(
  place: RadioUnitPlace,
  shared: SharedParts,
  { namespace, host, radio, undo }: Laid,
): EmulatedRadioUnit {
  const initial = createState(place, shared);
  const state = { ...initial };
  const vlanInterface: VlanInterface = { vlan: noTag };
  const noteProblem = (problem: string) => {
    state.problem ??= problem;
  };
  const link = plugIn(host, radio, shared, vlanInterface, (problem) => {
    // for good: it has no other cable
    initial.problem = problem;
    noteProblem(problem);
  });
  const life = createLife({
    ...{ place, shared, namespace, vlanInterface, state, noteProblem },
    memory: { search: shared.behindSwitch?.search ?? null },
    setPowered: (isPowered) => {
      if (!isPowered) runInNetworkNamespace(getNamespacePath(namespace), () => setDown(radioInterface));
      link.setPowered(isPowered);
    },
    resetState: () => void Object.assign(state, initial),
  });
  const { cable, setPlugged } = link;
  return {
    place,
    state,
    cable,
    start: life.start,
    obey: (order) => obey(order, { setPlugged, restart: life.restart, radioUnit: life.getRadioUnit() }),
    end: async () => {
      await life.end();
      cable.close();
      for (const step of undo.splice(0).reverse()) step();
    },
  };
}

function createState({ netconf }: RadioUnitPlace, { behindSwitch }: SharedParts): RadioUnitState {
  return {
    phase: "searching",
    address: null,
    vlan: null,
    trying: null,
    tries: behindSwitch === null ? null : 0,
    neighbour: null,
    roundTrip: null,
    netconf: netconf === null ? null : false,
    problem: null,
  };
}

/** Its link is up while its cable is in and it has power. */
type RadioLink = {
  readonly cable: Cable;
  readonly setPlugged: (isIn: boolean) => void;
  readonly setPowered: (isPowered: boolean) => void;
};

function plugIn(
  { end, setUp }: HostEnd,
  radio: Tap,
  { io, batch, loss, delayMs, behindSwitch }: SharedParts,
  vlanInterface: VlanInterface,
  onEnd: (reason: string) => void,
): RadioLink {
  const options = { io, batch, loss, delayMs, onEnd };
  const cable = layCable(
    { host: end, radio },
    behindSwitch === null ? options : { ...options, vlanInterface },
  );
  const link = { isIn: true, isPowered: true };
  const change = (what: Partial<typeof link>) => {
    Object.assign(link, what);
    setUp?.(link.isIn && link.isPowered);
  };
  return {
    cable,
    setPlugged: (isIn) => {
      cable.setPlugged(isIn);
      change({ isIn });
    },
    setPowered: (isPowered) => change({ isPowered }),
  };
}

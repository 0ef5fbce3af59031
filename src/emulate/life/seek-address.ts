/** How a Radio Unit comes to an address: over its cable, or behind a switch on the VLAN that it has to search. */
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { runInNetworkNamespace } from "../../libc/namespace.ts";
import { getNamespacePath } from "../../libc/unshare.ts";
import { noTag } from "../../link/cable/vlan-interface.ts";
import { setUp } from "../../link/tap/interface.ts";
import { type Obtained, type Obtaining, obtainAddress } from "../obtain-address.ts";
import { radioInterface } from "../radio-unit.ts";
import { tryVlan } from "../search/try-vlan.ts";
import { rememberVlan, searchVlan, type VlanSearch } from "../search/vlan-search.ts";
import type { Living } from "./living.ts";

export type Seeking = {
  /** Aborted when nobody needs the address any more. */
  readonly signal: AbortSignal;
  /** Is given each client: the one that brings an address goes on until it is ended. */
  readonly onStart: (obtaining: Obtaining) => void;
  /** Called where it took too long, before it asks again. */
  readonly onLate: (problem: string) => void;
  /** Called where the lease has ended. */
  readonly onExpiry: () => void;
};

/** Until there is an address, or none can be had. */
export async function seekAddress(one: Living, seeking: Seeking): Promise<Obtained> {
  const signal = AbortSignal.any([seeking.signal, one.shared.serverGone]);
  const { search } = one.memory;
  return search === null
    ? await seekOverCable(one, { ...seeking, signal })
    : await seekBehindSwitch(one, { ...seeking, signal }, search);
}

/** What the client is given. */
function describeClient({ namespace, place, shared, noteProblem }: Living, { signal, onExpiry }: Seeking) {
  return {
    namespace,
    interface: radioInterface,
    script: shared.dhcpScript,
    leaseFile: join(shared.folder, `${place.tap}.leases`),
    tap: place.tap,
    signal,
    onExpiry,
    onClientEnd: noteProblem,
  };
}

async function seekOverCable(one: Living, seeking: Seeking): Promise<Obtained> {
  const { onStart, onLate } = seeking;
  runInNetworkNamespace(getNamespacePath(one.namespace), () => setUp(radioInterface));
  for (;;) {
    const obtaining = obtainAddress({ ...describeClient(one, seeking), timeoutMs: one.shared.timeoutMs });
    onStart(obtaining);
    const obtained = await obtaining.result;
    if ("address" in obtained || !obtained.isLate) return obtained;
    await obtaining.end();
    onLate(obtained.problem);
  }
}

async function seekBehindSwitch(one: Living, seeking: Seeking, how: VlanSearch): Promise<Obtained> {
  const { state, vlanInterface, memory } = one;
  const { signal, onStart } = seeking;
  const client = { ...describeClient(one, seeking), vlanInterface, perVlanMs: how.perVlanMs, onStart };
  const { obtained, vlan } = await searchVlan(how, {
    tryVlan: async (tried, tries) => {
      if (signal.aborted) return { problem: `${signal.reason}`, isLate: false };
      Object.assign(state, { trying: tried, tries });
      return await tryVlan(tried, client);
    },
    pause: async (milliseconds) => {
      state.trying = null;
      await wait(milliseconds, null, { signal }).catch(() => {}); // it is over then
    },
  });
  state.trying = null;
  if ("address" in obtained) {
    state.vlan = vlan === noTag ? null : vlan;
    memory.search = rememberVlan(how, vlan);
  }
  return obtained;
}

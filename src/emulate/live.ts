/** The life of an emulated Radio Unit, from switching on to its NETCONF server. */
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { getNamespacePath } from "../libc/unshare.ts";
import { noTag, type VlanInterface } from "../link/cable/vlan-interface.ts";
import { parseIpv6Address } from "../net/parse-ipv6.ts";
import type { RunningNetconf } from "./netconf/run-netconf.ts";
import { type Obtained, type Obtaining, obtainAddress } from "./obtain-address.ts";
import { type EmulatedRadioUnit, radioInterface, type SharedParts } from "./radio-unit.ts";
import { reachHost } from "./reach-host.ts";
import { tryVlan } from "./search/try-vlan.ts";
import { searchVlan, type VlanSearch } from "./search/vlan-search.ts";

/** What there is to end of a Radio Unit that was started. */
export type Life = {
  readonly ending: AbortController;
  obtaining: Obtaining | null;
  netconf: RunningNetconf | null;
  started: Promise<void>;
};

export type Living = Pick<EmulatedRadioUnit, "place" | "state"> & {
  readonly namespace: number;
  readonly vlanInterface: VlanInterface;
  readonly shared: SharedParts;
  readonly noteProblem: (problem: string) => void;
};

/** From switching on to a ping. */
export async function live(radioUnit: Living, life: Life, timeoutMs: number): Promise<void> {
  const { place, shared, namespace, state, noteProblem } = radioUnit;
  const { behindSwitch } = shared;
  const obtained =
    behindSwitch === null
      ? await obtain(radioUnit, life, timeoutMs)
      : await search(radioUnit, life, behindSwitch.search);
  if ("problem" in obtained) return noteProblem(obtained.problem);
  state.address = obtained.address;
  const { signal } = life.ending;
  const reached = await shared.runInTurn(() => reachHost(namespace, radioInterface, place.addr, signal));
  if ("problem" in reached) noteProblem(reached.problem);
  else Object.assign(state, reached);
  life.netconf = await startNetconf(radioUnit, obtained.address);
}

/** What the client is given. */
function describeClient({ namespace, place, shared, noteProblem }: Living) {
  return {
    namespace,
    interface: radioInterface,
    script: shared.dhcpScript,
    leaseFile: join(shared.folder, `${place.tap}.leases`),
    tap: place.tap,
    onClientEnd: noteProblem,
  };
}

async function obtain(radioUnit: Living, life: Life, timeoutMs: number): Promise<Obtained> {
  const { serverEnded } = radioUnit.shared;
  life.obtaining = obtainAddress({ ...describeClient(radioUnit), timeoutMs, serverEnded });
  return await life.obtaining.result;
}

async function search(radioUnit: Living, life: Life, how: VlanSearch): Promise<Obtained> {
  const { state, vlanInterface } = radioUnit;
  const over = watchForEnd(radioUnit, life);
  const client = { ...describeClient(radioUnit), vlanInterface, perVlanMs: how.perVlanMs };
  const onStart = (obtaining: Obtaining) => {
    life.obtaining = obtaining;
  };
  const { obtained, vlan, tries } = await searchVlan(how, {
    tryVlan: async (tried) => {
      if (over.aborted) return { problem: `${over.reason}`, isLate: false };
      return await tryVlan(tried, { ...client, onStart });
    },
    pause: async (milliseconds) => {
      await wait(milliseconds, null, { signal: over }).catch(() => {}); // it is over then
    },
  });
  state.tries = tries;
  if ("address" in obtained) state.vlan = vlan === noTag ? null : vlan;
  else if (over.aborted) return { problem: `${over.reason}`, isLate: false };
  return obtained;
}

/** Aborted where no address can be had any more, with the reason; the try that runs then ends at once. */
function watchForEnd({ shared, state }: Living, life: Life): AbortSignal {
  const over = new AbortController();
  void shared.serverEnded.then((reason) => {
    over.abort(reason);
    if (state.address === null) void life.obtaining?.end();
  });
  life.ending.signal.addEventListener("abort", () => over.abort("ended"));
  return over.signal;
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

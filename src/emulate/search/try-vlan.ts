/** One try of a Radio Unit that searches its VLAN: an interface as if it were new, and the DHCPv6 client on it. */
import { runInNetworkNamespace } from "../../libc/namespace.ts";
import { getNamespacePath } from "../../libc/unshare.ts";
import type { VlanInterface } from "../../link/cable/vlan-interface.ts";
import { setDown, setUp } from "../../link/tap/interface.ts";
import { type Obtained, type Obtaining, type ObtainingOptions, obtainAddress } from "../obtain-address.ts";

/** Duplicate address detection takes two seconds; with many at once a little more. */
const linkLocalMs = 15_000;

export type Trying = Omit<ObtainingOptions, "timeoutMs" | "clientMs"> & {
  readonly vlanInterface: VlanInterface;
  readonly perVlanMs: number;
  /** The one who may end the try is given it. */
  readonly onStart: (obtaining: Obtaining) => void;
};

/** Where it is given an address the client goes on; else it is ended. */
export async function tryVlan(vlan: number, { onStart, ...options }: Trying): Promise<Obtained> {
  moveTo(vlan, options);
  const obtaining = obtainAddress({ ...options, timeoutMs: linkLocalMs, clientMs: options.perVlanMs });
  onStart(obtaining);
  const obtained = await obtaining.result;
  if (!("address" in obtained)) await obtaining.end();
  return obtained;
}

/** What it has learned on another VLAN, as routes of a router there, goes with its being taken down. */
function moveTo(vlan: number, { namespace, interface: name, vlanInterface }: Omit<Trying, "onStart">): void {
  runInNetworkNamespace(getNamespacePath(namespace), () => {
    setDown(name);
    vlanInterface.vlan = vlan;
    setUp(name);
  });
}

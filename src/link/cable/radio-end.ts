/** The Radio Unit's end of a cable: a TAP with its MAC address in a network namespace. */
import { runInNetworkNamespace } from "../../libc/namespace.ts";
import { getNamespacePath } from "../../libc/unshare.ts";
import { setMacAddress, setMtu, setUp } from "../tap/interface.ts";
import { closeTap, openTap, type Tap } from "../tap/open-tap.ts";

export type RadioEnd = {
  /** Descriptor of the network namespace. */
  readonly namespace: number;
  /** The interface's name there. */
  readonly name: string;
  /** Six bytes. */
  readonly mac: Uint8Array;
  readonly mtu: number;
};

/** Lays the TAP and sets it up; it vanishes when it is closed. */
export function layRadioEnd({ namespace, name, mac, mtu }: RadioEnd): Tap {
  return runInNetworkNamespace(getNamespacePath(namespace), () => {
    const tap = openTap({ name, create: true });
    try {
      setMacAddress(tap.name, mac);
      setMtu(tap.name, mtu);
      setUp("lo");
      setUp(tap.name);
      return tap;
    } catch (error) {
      closeTap(tap);
      throw error;
    }
  });
}

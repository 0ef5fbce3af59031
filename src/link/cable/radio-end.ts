/** The Radio Unit's end of a cable: a TAP with its MAC address in a network namespace. */
import { inNetworkNamespace } from "../../libc/namespace.ts";
import { namespacePath } from "../../libc/unshare.ts";
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
  return inNetworkNamespace(namespacePath(namespace), () => {
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

/** Six bytes of `xx:xx:xx:xx:xx:xx`; null where it is none, or a group's address, which no interface can have. */
export function parseMac(text: string): Uint8Array | null {
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text)) return null;
  const bytes = Uint8Array.from(text.split(":"), (part) => Number.parseInt(part, 16));
  const isGroup = ((bytes[0] as number) & 1) === 1;
  return isGroup || bytes.every((byte) => byte === 0) ? null : bytes;
}

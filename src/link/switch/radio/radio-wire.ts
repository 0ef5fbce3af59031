/** What lies between a port of the switch and the cable of an emulated Radio Unit: two sockets, a message a frame. */
import { close } from "../../../libc/file.ts";
import { createSocketPair } from "../../../libc/unix/socket-pair.ts";
import type { CableEnd } from "../../cable/cable.ts";

export type RadioWire = {
  readonly cableEnd: CableEnd;
  /** The port's end. */
  readonly descriptor: number;
  /** Of the Radio Unit's interface. */
  readonly mtu: number;
  /** Whether the port's link is up. */
  readonly isUp: () => boolean;
  readonly setUp: (isUp: boolean) => void;
  /** Calls back when that changes, until what it returns is called. */
  readonly watch: (listener: (isUp: boolean) => void) => () => void;
  /** To be called when neither a port nor a cable has it any more. */
  readonly close: () => void;
};

/** @param name what messages about the cable's end say */
export function layRadioWire(name: string, mtu: number): RadioWire {
  const [cable, descriptor] = createSocketPair();
  const listeners = new Set<(isUp: boolean) => void>();
  let state = true;
  return {
    cableEnd: { name, descriptors: [cable] },
    descriptor,
    mtu,
    isUp: () => state,
    setUp: (isUp) => {
      state = isUp;
      for (const listener of listeners) listener(isUp);
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => {
      close(cable);
      close(descriptor);
    },
  };
}

/** Ports as they come to a switch and while they tell it something. */
import type { Endpoint } from "../../vlan/configuration.ts";
import { forgetAddresses } from "./core/address-table.ts";
import { getBit } from "./core/frames.ts";
import { serveTurn } from "./forward.ts";
import type { OpenPort, Port, PortEvents } from "./port.ts";
import { type Line, noNumber, type Switch } from "./switch.ts";

/** Opens a port that has no number yet: until then what it tells is only noted. */
export function openLine(one: Switch, endpoint: Endpoint): Line {
  const open = one.options.open[endpoint.kind] as OpenPort | undefined;
  if (open === undefined) throw new Error(`this switch has no ports of the kind "${endpoint.kind}"`);
  const state: { number: number; isUp: boolean; port?: Port } = { number: noNumber, isUp: false };
  const events: PortEvents = {
    onReadable: () => {
      if (state.number !== noNumber) serveTurn(one, state.number);
    },
    onLink: (isUp) => {
      state.isUp = isUp;
      if (state.number !== noNumber) setLink(one, state.number, isUp);
    },
  };
  const captured = { running: 0, noted: 0, lost: 0 };
  const line = Object.assign(state, { port: open(endpoint, events), captured });
  one.lines.add(line);
  return line;
}

/** Notes whether a port's link is up. Its addresses are forgotten where it is not. */
function setLink(one: Switch, port: number, isUp: boolean): void {
  if (!markLink(one, port, isUp)) return;
  const { addresses } = one.core;
  const isKnown = (addresses.counts[port] as number) > 0;
  if (!isUp && isKnown) forgetAddresses(addresses, (owner) => owner === port);
  one.options.onChange?.();
}

/** The same without its addresses; true where it was the other way before. */
export function markLink({ core: { up } }: Switch, port: number, isUp: boolean): boolean {
  const [word, bit] = [port >>> 5, getBit(port)];
  const wasUp = ((up[word] as number) & bit) !== 0;
  if (wasUp === isUp) return false;
  up[word] = (up[word] as number) ^ bit;
  return true;
}

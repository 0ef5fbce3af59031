/** A port of the switch at whose other end an emulated Radio Unit is. */
import { LibcError } from "../../../libc/errno.ts";
import { onReadable } from "../../../libc/readiness.ts";
import type { Endpoint } from "../../../vlan/configuration.ts";
import { openFrameIo } from "../../frames/frame-io.ts";
import { createSentCounters, type OpenPort, type Port, type PortEvents } from "../port.ts";
import { frameAboveMtu, receiveFrames, sendFrame } from "../tap/move-frames.ts";
import { createTapGroup, submitList, type TapGroup } from "../tap/tap-group.ts";
import type { RadioWire } from "./radio-wire.ts";

type RadioEndpoint = Extract<Endpoint, { kind: "radio" }>;

export type RadioOpener = { readonly open: OpenPort<RadioEndpoint>; readonly close: () => void };

/** @param wires those of the Radio Units, by their references */
export function createRadioOpener(wires: ReadonlyMap<string, RadioWire>): RadioOpener {
  // Sockets are left to read(2) and write(2): before Linux 6.4, READ of io_uring refuses on them what keeps it from
  // waiting on TAPs (RWF_NOWAIT).
  const io = openFrameIo("read and write");
  const group = createTapGroup(io);
  const open: OpenPort<RadioEndpoint> = ({ ru }, events) => {
    const wire = wires.get(ru);
    if (wire === undefined) throw new Error(`Radio Unit ${JSON.stringify(ru)} is not emulated here`);
    return openRadioPort(group, wire, events);
  };
  return { open, close: io.close };
}

function openRadioPort(group: TapGroup, wire: RadioWire, events: PortEvents): Port {
  const { descriptor, mtu } = wire;
  // what its Radio Unit has sent while there was no port
  while (receiveFrames(group, descriptor) > 0);
  const outlet = { descriptor, maxLength: mtu + frameAboveMtu, sent: createSentCounters() };
  const readiness = onReadable(descriptor, (error) => {
    if (error === null) events.onReadable();
    else events.onLink(false);
  });
  const unwatch = wire.watch(events.onLink);
  events.onLink(wire.isUp());
  return {
    frames: group.frames,
    receive: () => receive(group, descriptor, events),
    send: (frames, index, tag) => sendFrame(group, outlet, frames, index, tag),
    flush: () => submitList(group),
    sent: outlet.sent,
    close: () => {
      unwatch();
      readiness.close();
    },
  };
}

function receive(group: TapGroup, descriptor: number, events: PortEvents): number {
  try {
    return receiveFrames(group, descriptor);
  } catch (error) {
    if (!(error instanceof LibcError)) throw error;
    events.onLink(false);
    return 0;
  }
}

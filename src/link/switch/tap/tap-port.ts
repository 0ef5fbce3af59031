/** A port of the switch that is a TAP. It may be deleted and made again meanwhile: the port then goes down and up. */
import { LibcError } from "../../../libc/errno.ts";
import { onReadable, type Readiness } from "../../../libc/readiness.ts";
import type { Endpoint } from "../../../vlan/configuration.ts";
import { getMtu, isUp } from "../../tap/interface.ts";
import { closeTap, closeTapBeside, openTap, type Tap } from "../../tap/open-tap.ts";
import type { Frames } from "../core/frames.ts";
import { countNotSent, createSentCounters, type OpenPort, type Port, type PortEvents } from "../port.ts";
import { frameAboveMtu, type Outlet, receiveFrames, sendFrame } from "./move-frames.ts";
import { submitList, type TapGroup } from "./tap-group.ts";
import type { LinkNews, TapLinks } from "./tap-links.ts";

type TapEndpoint = Extract<Endpoint, { kind: "tap" }>;

/** Opens the TAPs of one network namespace as ports. */
export function createTapOpener(group: TapGroup, links: TapLinks): OpenPort<TapEndpoint> {
  return (endpoint, events) => openTapPort(group, links, endpoint.name, events);
}

const noDescriptor = -1;

type TapState = {
  readonly group: TapGroup;
  readonly name: string;
  readonly events: PortEvents;
  /** Of the TAP that is open. */
  readonly outlet: Outlet;
  /** Undefined while there is no such TAP. */
  open: { readonly tap: Tap; readonly fd: number; readonly readiness: Readiness } | undefined;
};

function openTapPort(group: TapGroup, links: TapLinks, name: string, events: PortEvents): Port {
  const outlet = { descriptor: noDescriptor, maxLength: 0, sent: createSentCounters() };
  const state: TapState = { group, name, events, outlet, open: undefined };
  links.readNow();
  attach(state);
  const unwatch = links.watch(name, (news) => followLink(state, news));
  events.onLink(isUp(name));
  return {
    frames: group.frames,
    receive: () => receive(state),
    send: (frames, index, tag) => send(state, frames, index, tag),
    flush: () => submitList(group),
    sent: outlet.sent,
    close: () => {
      unwatch();
      return detach(state);
    },
  };
}

function attach(state: TapState): void {
  const tap = openTap({ name: state.name });
  const fd = tap.descriptors[0] as number;
  try {
    state.outlet.maxLength = getMtu(state.name) + frameAboveMtu;
    const readiness = onReadable(fd, (error) => {
      if (error === null) state.events.onReadable();
      else lose(state);
    });
    state.open = { tap, fd, readiness };
    state.outlet.descriptor = fd;
    state.group.io.attach(fd);
  } catch (error) {
    closeTap(tap);
    throw error;
  }
}

async function detach(state: TapState): Promise<void> {
  const { open } = state;
  if (open === undefined) return;
  state.open = undefined;
  state.outlet.descriptor = noDescriptor;
  open.readiness.close();
  state.group.io.detach(open.fd);
  await closeTapBeside(open.tap);
}

/** The TAP was deleted. */
function lose(state: TapState): void {
  void detach(state);
  state.events.onLink(false);
}

function followLink(state: TapState, news: LinkNews): void {
  if (news.isGone) {
    if (state.open?.tap.index === news.index) lose(state);
    return;
  }
  if (state.open === undefined && !attachAgain(state)) return;
  if (state.open?.tap.index !== news.index) return;
  if (news.mtu !== null) state.outlet.maxLength = news.mtu + frameAboveMtu;
  state.events.onLink(news.isUp);
}

/** Whoever made it anew may have given it to somebody else: the next change of the link is the next try. */
function attachAgain(state: TapState): boolean {
  try {
    attach(state);
    return true;
  } catch {
    return false;
  }
}

function receive(state: TapState): number {
  const { group, open } = state;
  group.frames.count = 0;
  if (open === undefined) return 0;
  try {
    return receiveFrames(group, open.fd);
  } catch (error) {
    if (!(error instanceof LibcError)) throw error;
    lose(state);
    return 0;
  }
}

function send(state: TapState, frames: Frames, index: number, tag: number): void {
  const { group, open, outlet } = state;
  if (open === undefined) countNotSent(outlet.sent, "down");
  else sendFrame(group, outlet, frames, index, tag);
}

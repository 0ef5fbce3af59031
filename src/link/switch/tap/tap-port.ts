/** A port of the switch that is a TAP. It may be deleted and made again meanwhile: the port then goes down and up. */
import { LibcError } from "../../../libc/errno.ts";
import { onReadable, type Readiness } from "../../../libc/readiness.ts";
import type { Endpoint } from "../../../vlan/configuration.ts";
import { getMtu, isUp } from "../../tap/interface.ts";
import { closeTap, closeTapBeside, openTap, type Tap } from "../../tap/open-tap.ts";
import { type Frames, headerBytes, headerWords } from "../core/frames.ts";
import {
  countNotSent,
  createSentCounters,
  type OpenPort,
  type Port,
  type PortEvents,
  type SentCounters,
} from "../port.ts";
import { changeTag, needsChange } from "./change-tag.ts";
import { listForeignFrame, listFrame, submitList, type TapGroup } from "./tap-group.ts";
import type { LinkNews, TapLinks } from "./tap-links.ts";

/** The kernel takes a frame that is its MTU, an Ethernet header and a tag long: is_skb_forwardable of net/core/dev.c. */
const frameAboveMtu = 18;
const tagBytes = 4;

type TapEndpoint = Extract<Endpoint, { kind: "tap" }>;

/** Opens the TAPs of one network namespace as ports. */
export function createTapOpener(group: TapGroup, links: TapLinks): OpenPort<TapEndpoint> {
  return (endpoint, events) => openTapPort(group, links, endpoint.name, events);
}

type TapState = {
  readonly group: TapGroup;
  readonly name: string;
  readonly events: PortEvents;
  readonly sent: SentCounters;
  /** Undefined while there is no such TAP. */
  open: { readonly tap: Tap; readonly fd: number; readonly readiness: Readiness } | undefined;
  /** The longest frame that it takes, without a tag. */
  maxLength: number;
};

function openTapPort(group: TapGroup, links: TapLinks, name: string, events: PortEvents): Port {
  const state: TapState = { group, name, events, sent: createSentCounters(), open: undefined, maxLength: 0 };
  links.readNow();
  attach(state);
  const unwatch = links.watch(name, (news) => followLink(state, news));
  events.onLink(isUp(name));
  return {
    frames: group.frames,
    receive: () => receive(state),
    send: (frames, index, tag) => send(state, frames, index, tag),
    flush: () => submitList(group),
    sent: state.sent,
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
    state.maxLength = getMtu(state.name) + frameAboveMtu;
    const readiness = onReadable(fd, (error) => {
      if (error === null) state.events.onReadable();
      else lose(state);
    });
    state.open = { tap, fd, readiness };
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
  if (news.mtu !== null) state.maxLength = news.mtu + frameAboveMtu;
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
  const { frames, batch, io } = group;
  frames.count = 0;
  if (open === undefined) return 0;
  try {
    frames.count = io.readBatch(open.fd, batch);
  } catch (error) {
    if (!(error instanceof LibcError)) throw error;
    lose(state);
  }
  readHeaders(group);
  return frames.count;
}

function readHeaders({ frames, words }: TapGroup): void {
  const { start, header, count } = frames;
  for (let index = 0; index < count; index++) {
    const from = (start[index] as number) >>> 2;
    const to = index * headerWords;
    for (let word = 0; word < headerBytes / 4; word++) header[to + word] = words[from + word] as number;
  }
}

function send(state: TapState, frames: Frames, index: number, tag: number): void {
  const { group, open, sent } = state;
  if (open === undefined) {
    countNotSent(sent, "down");
    return;
  }
  const bare = (frames.length[index] as number) - (frames.tagged[index] === 1 ? tagBytes : 0);
  if (bare > state.maxLength) {
    countNotSent(sent, "too_long");
    return;
  }
  if (frames !== group.frames) {
    listForeignFrame(group, frames, index, tag, open.fd, sent);
    return;
  }
  if (needsChange(frames, group.words, index, tag)) {
    // what is on the list leaves as it was listed
    if (group.lastListed === index) submitList(group);
    changeTag(frames, group.words, index, tag);
  }
  listFrame(group, frames, index, open.fd, sent);
}

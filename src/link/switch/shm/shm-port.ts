/** A port of the switch that is shared memory: a peer connects, leaves and comes again, and the link follows. */
import { closeLater } from "../../../libc/close-later.ts";
import { raiseEventfd } from "../../../libc/shared/raise.ts";
import type { Wakeups } from "../../../libc/shared/wakeups.ts";
import { maxEthernetFrame } from "../../frames/frame-pool.ts";
import { fillBuffers } from "../../memif/fill-buffers.ts";
import { type ChainPool, createChainPool } from "../../memif/gather-chain.ts";
import { listDescriptors, type WholeOffer } from "../../memif/handshake.ts";
import type { MappedOffer } from "../../memif/map-offer.ts";
import {
  createPeer,
  giveFramesBack,
  hasFrames,
  type Peer,
  setInterrupts,
  tellFilled,
} from "../../memif/peer.ts";
import type { Access, Leave, Seat } from "../../memif/server.ts";
import { takeFrames } from "../../memif/take-frames.ts";
import { createFrames, type Frames } from "../core/frames.ts";
import {
  countNotSent,
  createSentCounters,
  type Port,
  type PortEvents,
  type SentCounters,
  untagged,
} from "../port.ts";

type ShmState = {
  readonly events: PortEvents;
  readonly wakeups: Wakeups;
  readonly frames: Frames;
  readonly sent: SentCounters;
  guest: Guest | null;
  /** A turn is to come anyway. */
  isScheduled: boolean;
};

type Guest = {
  readonly peer: Peer;
  readonly mapped: MappedOffer;
  readonly offer: WholeOffer;
  readonly checkAccess: () => string | null;
  readonly leave: Leave;
};

const batchFrames = 256;
const noMemory = new Uint8Array(0);

/** What a port tells of its seat: that who may take it is another one, and that it is gone. */
type SeatEvents = { readonly onAccess: () => void; readonly onClose: () => void };

/** The port, and where a peer takes its seat. */
export function createShmPort(
  events: PortEvents,
  wakeups: Wakeups,
  access: Access,
  seatEvents: SeatEvents,
): { readonly port: Port; readonly seat: Seat } {
  const frames = createFrames({ capacity: batchFrames, maxFrame: maxEthernetFrame, memory: noMemory });
  const state: ShmState = {
    events,
    wakeups,
    frames,
    sent: createSentCounters(),
    guest: null,
    isScheduled: false,
  };
  let pool: ChainPool | undefined;
  const getPool = () => {
    pool ??= createChainPool();
    return pool;
  };
  const port: Port = {
    frames,
    receive: () => (state.guest === null ? 0 : takeFrames(state.guest.peer, frames, getPool)),
    hasMore: () => state.guest !== null && hasFrames(state.guest.peer),
    send: (from, index, tag) => {
      const ownVlan = tag === untagged ? (from.tci[index] as number) & 0xfff : 0;
      sendMany(state, from, index, index + 1, ownVlan);
    },
    sendMany: (from, first, end, ownVlan) => sendMany(state, from, first, end, ownVlan),
    flush: () => flush(state),
    giveBack: () => {
      if (state.guest !== null) giveFramesBack(state.guest.peer);
    },
    configure: (endpoint) => {
      if (endpoint.kind !== "shm" || seat.access === endpoint) return;
      seat.access = endpoint;
      seatEvents.onAccess();
      endUnwelcome(state);
    },
    sent: state.sent,
    close: () => {
      seatEvents.onClose();
      state.guest?.leave("the port was taken away");
    },
  };
  const seat: Seat = {
    access,
    isTaken: false,
    onPeer: (offer, mapped, checkAccess, leave) => attach(state, { offer, mapped, checkAccess, leave }),
    onLeft: () => detach(state),
  };
  return { port, seat };
}

/** A peer that would not be let in any more is sent away. */
function endUnwelcome({ guest }: ShmState): void {
  const reason = guest?.checkAccess() ?? null;
  if (reason !== null) guest?.leave(reason);
}

function attach(state: ShmState, guest: Omit<Guest, "peer">): void {
  const { mapped, offer } = guest;
  state.guest = { peer: createPeer(mapped.memory, mapped.toServer, mapped.toClient), ...guest };
  state.frames.memory = mapped.memory.bytes;
  state.wakeups.add(offer.toServer.eventfd, () => schedule(state));
  state.events.onLink(true);
  schedule(state);
}

/** Nothing refers to the memory any more when it is given back. */
function detach(state: ShmState): void {
  const { guest } = state;
  if (guest === null) return;
  state.guest = null;
  state.frames.memory = noMemory;
  state.frames.count = 0;
  state.wakeups.remove(guest.offer.toServer.eventfd);
  guest.mapped.unmap();
  closeLater(listDescriptors(guest.offer));
  state.events.onLink(false);
}

function sendMany(
  { guest, sent }: ShmState,
  frames: Frames,
  first: number,
  end: number,
  ownVlan: number,
): void {
  if (guest !== null) fillBuffers(guest.peer, frames, first, end, ownVlan, sent);
  else for (let index = first; index < end; index++) countNotSent(sent, "down");
}

function flush(state: ShmState): void {
  const { guest } = state;
  if (guest === null) return;
  if (tellFilled(guest.peer)) raiseEventfd(guest.offer.toClient.eventfd);
  // in a turn of its own: the memory must stay until this batch was handed on
  if (guest.peer.broken !== null) schedule(state);
}

function schedule(state: ShmState): void {
  if (state.isScheduled || state.guest === null) return;
  state.isScheduled = true;
  setInterrupts(state.guest.peer, false);
  setImmediate(() => {
    state.isScheduled = false;
    serve(state);
  });
}

/** A turn, and another one where frames wait; else the peer is asked to wake this process, and looked at once more. */
function serve(state: ShmState): void {
  const { guest } = state;
  if (guest === null) return;
  if (guest.peer.broken === null) state.events.onReadable();
  if (guest.peer.broken !== null) {
    guest.leave(guest.peer.broken);
    return;
  }
  if (!hasFrames(guest.peer)) setInterrupts(guest.peer, true);
  if (hasFrames(guest.peer)) schedule(state);
}

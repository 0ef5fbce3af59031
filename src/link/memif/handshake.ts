/** What a peer of a memif server says before it is connected: a step for each message, and what is wrong with it. Pure. */
import type { AddRegion, AddRing, ControlMessage, Init } from "./control-message.ts";
import { memifVersion } from "./control-message.ts";
import { maxLog2Slots, maxRegionBytes } from "./limits.ts";
import { getRingBytes } from "./ring.ts";

export type RingOffer = { readonly offset: number; readonly log2Slots: number; readonly eventfd: number };
export type RegionOffer = { readonly size: number; readonly memfd: number };

/** What was offered up to now; descriptors are the holder's to close. */
export type Offer = {
  readonly init: Init | null;
  readonly region: RegionOffer | null;
  readonly toServer: RingOffer | null;
  readonly toClient: RingOffer | null;
};

/** All that a link is made of. */
export type WholeOffer = {
  readonly init: Init;
  readonly region: RegionOffer;
  readonly toServer: RingOffer;
  readonly toClient: RingOffer;
};

export const emptyOffer: Offer = { init: null, region: null, toServer: null, toClient: null };

export type Step =
  /** The message is taken; its descriptor, where it brought one, is part of the offer. */
  | { readonly offer: Offer }
  | { readonly connect: WholeOffer }
  /** Why the peer is turned away, or that it leaves. */
  | { readonly refusal: string };

/** @param descriptor that came beside the message, if one did */
export function takeOffer(offer: Offer, message: ControlMessage, descriptor: number | undefined): Step {
  if (message.type === "init") return takeInit(offer, message);
  if (message.type === "disconnect") return { refusal: `the peer leaves: ${message.text}` };
  const { init } = offer;
  if (init === null) return { refusal: `"${message.type}" before "init"` };
  switch (message.type) {
    case "add-region":
      return takeRegion(offer, message, descriptor);
    case "add-ring":
      return takeRing(offer, message, descriptor);
    case "connect":
      return connect({ ...offer, init });
    default:
      return { refusal: `"${message.type}" is not for a server` };
  }
}

/** Descriptors of an offer, to be closed where nothing comes of it. */
export function listDescriptors({ region, toServer, toClient }: Offer): number[] {
  return [region?.memfd, toServer?.eventfd, toClient?.eventfd].filter((fd) => fd !== undefined);
}

function takeInit(offer: Offer, init: Init): Step {
  if (offer.init !== null) return { refusal: '"init" twice' };
  if (init.version !== memifVersion) return { refusal: `version ${init.version}, not ${memifVersion}` };
  if (init.mode !== 0) return { refusal: `mode ${init.mode}, not Ethernet (0)` };
  return { offer: { ...offer, init } };
}

function takeRegion(offer: Offer, { index, size }: AddRegion, memfd: number | undefined): Step {
  if (memfd === undefined) return { refusal: "a region without its memory" };
  if (offer.region !== null || index !== 0) return { refusal: "more than one region" };
  if (size > BigInt(maxRegionBytes) || size < 1n)
    return { refusal: `a region of ${size} bytes; 1 to ${maxRegionBytes} can be had` };
  return { offer: { ...offer, region: { size: Number(size), memfd } } };
}

function takeRing(offer: Offer, ring: AddRing, eventfd: number | undefined): Step {
  const key = ring.direction === "to-server" ? "toServer" : "toClient";
  const { region } = offer;
  if (eventfd === undefined) return { refusal: "a ring without its eventfd" };
  if (region === null || ring.region !== 0) return { refusal: "a ring in a region that is not there" };
  if (offer[key] !== null || ring.index !== 0) return { refusal: `more than one ring ${ring.direction}` };
  if (ring.log2Slots > maxLog2Slots)
    return { refusal: `a ring of 2^${ring.log2Slots} slots; 2^${maxLog2Slots} at most` };
  if (ring.privateHeader !== 0) return { refusal: "a private header" };
  if (ring.offset % 4 !== 0 || ring.offset + getRingBytes(ring.log2Slots) > region.size)
    return { refusal: `a ring at ${ring.offset}, which is not a multiple of four inside the region` };
  const { offset, log2Slots } = ring;
  return { offer: { ...offer, [key]: { offset, log2Slots, eventfd } } };
}

function connect({ init, region, toServer, toClient }: Offer & { readonly init: Init }): Step {
  if (region === null || toServer === null || toClient === null)
    return { refusal: '"connect" without a region and a ring each way' };
  const [first, second] = toServer.offset <= toClient.offset ? [toServer, toClient] : [toClient, toServer];
  if (first.offset + getRingBytes(first.log2Slots) > second.offset) return { refusal: "rings that overlap" };
  return { connect: { init, region, toServer, toClient } };
}

/** A memif client introduces itself and what it offers: each message waits for the answer to the one before. */
import { type AddRing, type Hello, memifVersion } from "../control-message.ts";
import type { Conversation } from "./conversation.ts";
import { getRegionBytes, getRingOffset, type Layout, type Way } from "./layout.ts";
import type { ClientDescriptors } from "./memory.ts";

/** What the server says first. @throws FailureError where it speaks no version of ours */
export async function awaitHello({ expect, makeError }: Conversation): Promise<Hello> {
  const hello = await expect("hello");
  const { minVersion, maxVersion } = hello;
  if (minVersion <= memifVersion && memifVersion <= maxVersion) return hello;
  throw makeError(`the server speaks versions ${minVersion} to ${maxVersion}, not ${memifVersion}`);
}

/** Memory with its rings, as it is offered to a server. */
export type Offer = { readonly layout: Layout; readonly descriptors: ClientDescriptors };

/** @throws FailureError where the server refuses */
export async function introduce(
  { say, expect }: Conversation,
  { layout, descriptors }: Offer,
  { id, secret }: { readonly id: number; readonly secret: string },
): Promise<void> {
  const { memfd, toServer, toClient } = descriptors;
  say({ type: "init", version: memifVersion, id, mode: 0, secret, name: "ors" });
  await expect("ack");
  say({ type: "add-region", index: 0, size: BigInt(getRegionBytes(layout)) }, memfd);
  await expect("ack");
  for (const [ring, eventfd] of toServer.entries()) {
    say(makeAddRing("toServer", layout, ring), eventfd);
    await expect("ack");
  }
  for (let ring = 0; ring < layout.ringsToClient; ring++) {
    say(makeAddRing("toClient", layout, ring), toClient);
    await expect("ack");
  }
  say({ type: "connect", interfaceName: "ors" });
  await expect("connected");
}

function makeAddRing(way: Way, layout: Layout, index: number): AddRing {
  return {
    type: "add-ring",
    direction: way === "toServer" ? "to-server" : "to-client",
    index,
    region: 0,
    offset: getRingOffset(way, layout, index),
    log2Slots: layout.log2Slots,
    privateHeader: 0,
  };
}

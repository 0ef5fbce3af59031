/** What a borrower asks the holder of ports, and what it answers: JSON in messages, descriptors beside them. */
import { parseJsonValue } from "../../instance/text/json-value.ts";
import type { Layout } from "../memif/client/layout.ts";

/** A port that is lent: what its descriptors are. */
export type Loan =
  /** One descriptor: of the TAP, or of the packet socket. */
  | { readonly kind: "tap"; readonly name: string }
  | { readonly kind: "packet"; readonly name: string }
  /** Those of a memif client. */
  | { readonly kind: "shm"; readonly name: string; readonly layout: Layout };

export type BorrowRequest = { readonly borrow: string };

export type HolderAnswer =
  | { readonly lent: Loan }
  /** Somebody has it; `lent` comes when it is free. */
  | { readonly busy: { readonly pid: number } }
  /** The port that was lent is of no use any more, and why. */
  | { readonly left: string }
  | { readonly refused: string };

export const holderLimits = { maxMessageBytes: 65_536, maxDescriptors: 4 } as const;

/** To be raised where messages change: who speaks another version is not listened to. */
const version = 1;

export function encodeHolderMessage(message: BorrowRequest | HolderAnswer): Buffer {
  return Buffer.from(JSON.stringify({ holder: version, ...message }));
}

/** Null where the bytes are not of this version. */
export function parseRequest(bytes: Buffer): BorrowRequest | null {
  const message = parseHolderMessage(bytes);
  return message !== null && "borrow" in message && typeof message.borrow === "string"
    ? { borrow: message.borrow }
    : null;
}

/** Null where the bytes are not of this version. */
export function parseAnswer(bytes: Buffer): HolderAnswer | null {
  return parseHolderMessage(bytes) as HolderAnswer | null;
}

function parseHolderMessage(bytes: Buffer): object | null {
  const message = parseJsonValue(bytes.toString());
  if (typeof message !== "object" || message === null) return null;
  return "holder" in message && message.holder === version ? message : null;
}

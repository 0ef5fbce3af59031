/** What a borrower asks the holder of ports, and what it answers: JSON in messages, descriptors beside them. */

import type { Layout } from "../memif/client/layout.ts";

/** A port that is lent: what its descriptors are. */
export type Loan =
  /** One descriptor: of the TAP, or of the packet socket. */
  | { readonly kind: "tap"; readonly name: string }
  | { readonly kind: "packet"; readonly name: string }
  /** The memory, and the eventfds of the rings to the server and to the client. */
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

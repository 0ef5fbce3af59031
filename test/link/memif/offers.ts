/** Messages of a peer that offers a ring each way, as the tests change them. */
import type { AddRing } from "../../../src/link/memif/control-message.ts";

/** A ring of 16 slots to the server. */
export const ringToServer: AddRing = {
  type: "add-ring",
  direction: "to-server",
  index: 0,
  region: 0,
  offset: 0,
  log2Slots: 4,
  privateHeader: 0,
};

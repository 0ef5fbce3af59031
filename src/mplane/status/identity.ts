/** What a Radio Unit is, as it said itself: firmware, product, serial number. */
import type { RadioUnitStatus } from "../../report/radio.ts";
import type { Life, Seen } from "../life/life.ts";
import { getRunningVersion } from "../software/inventory.ts";

export type Identity = Pick<RadioUnitStatus, "firmware" | "product_code" | "serial_number" | "read_at">;

export type IdentityNote = {
  /** What was read last, be it of an earlier session or by an earlier daemon. */
  readonly get: () => Identity;
  readonly note: (life: Pick<Life, "seen">) => void;
};

const unknown: Identity = { firmware: null, product_code: null, serial_number: null, read_at: null };

/** @param earlier what an earlier daemon read */
export function createIdentityNote(earlier: Identity = unknown): IdentityNote {
  let identity = earlier;
  let read: Seen | undefined;
  let readAt = "";
  return {
    get: () => identity,
    note: ({ seen }) => {
      if (seen.inventoryAt === null || seen === read) return;
      // the time of the host's clock, at the moment of the reading
      if (seen.inventoryAt !== read?.inventoryAt) readAt = new Date().toISOString();
      read = seen;
      identity = describe(seen, readAt);
    },
  };
}

function describe({ inventory, serialNumber }: Seen, readAt: string): Identity {
  return {
    firmware: (inventory && getRunningVersion(inventory)) ?? null,
    product_code: inventory?.find(({ productCode }) => productCode !== "")?.productCode ?? null,
    serial_number: serialNumber,
    read_at: readAt,
  };
}

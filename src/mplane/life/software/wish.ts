/** The firmware that the parameters want: tried when a Radio Unit is looked at, never on carriers that are on the air. */
import type { Life, Update, UpdateWish } from "../life.ts";

/** The life with an update to that firmware pending, unless another one is, or it failed before. */
export function wishFirmware(life: Life): Life {
  const { wanted, pending, firmware } = life;
  if (pending.update !== null || wanted.firmware === null || firmware === "failed") return life;
  const update = makeUpdate({ ...wanted.firmware, evenIfActive: false }, true);
  return { ...life, pending: { ...pending, update } };
}

export function makeUpdate(wish: UpdateWish, fromParameters: boolean): Update {
  return { ...wish, fromParameters, lostSessions: 0, wasActivated: false, wasReset: false };
}

/** Whether firmware waited for carriers that are inactive now, as last read. */
export function canFirmwareBegin(life: Life): boolean {
  return life.firmware === "waiting" && life.wanted.firmware !== null && !isOnAir(life);
}

/** As last read; what cannot be read may be on the air. */
export function isOnAir({ seen, access }: Life): boolean {
  return seen.isOnAir || access.way === "refused";
}

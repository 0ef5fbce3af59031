/** What the choices of `tdd_ul_dl_config` of NR cells mean. */
import { type NrTddChoice, nrTddChoices } from "../../instance/fields/tdd.ts";
import type { TddPattern } from "../site.ts";

type Slots = Omit<TddPattern, "choice">;

/** Slots between which lie `dlSymbols` and `ulSymbols` of the special one; at 30 kHz a slot is 0.5 ms. */
const patterns: Readonly<Record<NrTddChoice, Slots>> = {
  [nrTddChoices[0]]: { period: 5, dlSlots: 7, dlSymbols: 6, ulSlots: 2, ulSymbols: 4 },
  [nrTddChoices[1]]: { period: 2.5, dlSlots: 3, dlSymbols: 10, ulSlots: 1, ulSymbols: 2 },
  [nrTddChoices[2]]: { period: 5, dlSlots: 1, dlSymbols: 10, ulSlots: 8, ulSymbols: 2 },
  [nrTddChoices[3]]: { period: 5, dlSlots: 3, dlSymbols: 2, ulSlots: 6, ulSymbols: 10 },
};

export function getTddPattern(choice: NrTddChoice): TddPattern {
  return { choice, ...patterns[choice] };
}

/** Slots of a period at a sub-carrier spacing in kHz: 1 per ms at 15 kHz (TS 38.211 table 4.3.2-1). */
export function countSlots({ period }: TddPattern, spacing: number): number {
  return (period * spacing) / 15;
}

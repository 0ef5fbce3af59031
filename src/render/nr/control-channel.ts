/** Random access and control channel of an NR cell, by its duplex and by the Radio Unit. */
import { getRadioUnitKind } from "../../instance/radio-units/radio-unit-kinds.ts";
import type { NrCell } from "../../site/site.ts";

/** What of an NR cell's template is about random access and PDCCH. */
export function makeControlContext({ radioUnit, rfMode, prachConfigIndex }: NrCell) {
  const { nrScheduling: special } = getRadioUnitKind(radioUnit.kind);
  return {
    prach: {
      prachConfigIndex,
      raResponseWindow: rfMode === "tdd" ? 20 : 10,
      msg1FrequencyStart: special?.msg1FrequencyStart ?? null,
    },
    coreset: special?.coreset ?? null,
  };
}

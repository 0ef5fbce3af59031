/** What of an NR cell goes by its TDD pattern and by its Radio Unit. */
import { cellOptionDefaults } from "../../instance/defaults.ts";
import { type NrTdd, nrTddDefault } from "../../instance/fields/tdd.ts";
import type { Layout } from "../../instance/layout.ts";
import type { SlotOffsets } from "../../instance/radio-units/kind.ts";
import { getRadioUnitKind } from "../../instance/radio-units/radio-unit-kinds.ts";
import type { NrCellParameters } from "../../instance/schema/cell.ts";
import { byDefault, computed, given, givenOr, type Resolved } from "../resolved.ts";
import type { NrCell, RadioUnit, UeSearchSpace } from "../site.ts";

type Pattern = Pick<
  NrCell,
  "tddPatterns" | "trackingReferenceSignals" | "prachConfigIndex" | "ueSearchSpace" | "slotOffsets"
>;

/** Of cells without TDD: the index of random access in one subframe of each frame; the 2024 layout has one for all. */
const fddPrachConfigIndex = 16;
const prachConfigIndexOf2024 = 160;
const fddCandidates = { "2024": [0, 2, 1, 0, 0], "2026": [0, 4, 0, 0, 0] } as const;
const enbsOwn: SlotOffsets = { k0: null, k1: null, k2: null, msg3K2: null };

/** The origins are of what the layout has. */
export function resolvePattern(
  parameters: NrCellParameters,
  { kind }: RadioUnit,
  layout: Layout,
): { readonly pattern: Pattern; readonly origins: Readonly<Record<string, Resolved<unknown> | null>> } {
  const choice = resolveTddChoice(parameters);
  const tdd = choice?.value ?? null;
  const { nrScheduling } = getRadioUnitKind(kind);
  const patternOffsets = layout === "2024" ? tdd?.older?.slotOffsets : null;
  const prach = resolvePrach(parameters, tdd, layout);
  const searchSpace = resolveSearchSpace(parameters, tdd, layout);
  const tracking = resolveTracking(parameters, tdd);
  return {
    pattern: {
      tddPatterns: tdd?.patterns ?? null,
      trackingReferenceSignals: tracking.value,
      prachConfigIndex: prach.value,
      ueSearchSpace: searchSpace.value,
      slotOffsets: nrScheduling?.slotOffsets ?? patternOffsets ?? enbsOwn,
    },
    origins: {
      tdd_ul_dl_config: choice && { ...choice, value: choice.value.choice },
      ...(layout === "2026" && { prach_config_index: prach, uss: searchSpace, trs_presence: tracking }),
    },
  };
}

/** Null for fdd. */
function resolveTddChoice({ rf_mode, tdd_ul_dl_config }: NrCellParameters): Resolved<NrTdd> | null {
  if (rf_mode === "fdd") return null;
  return givenOr<NrTdd>(tdd_ul_dl_config, ["tdd_ul_dl_config"], byDefault(nrTddDefault, "NR cells"));
}

const byPattern = "by tdd_ul_dl_config";

function resolvePrach(
  { prach_config_index }: NrCellParameters,
  tdd: NrTdd | null,
  layout: Layout,
): Resolved<number> {
  if (layout === "2024") return byDefault(prachConfigIndexOf2024, "NR cells");
  const fallback =
    tdd === null
      ? byDefault(fddPrachConfigIndex, "NR cells with rf_mode fdd")
      : computed(tdd.prachConfigIndex, byPattern);
  return givenOr(prach_config_index, ["prach_config_index"], fallback);
}

function resolveSearchSpace(
  { uss }: NrCellParameters,
  tdd: NrTdd | null,
  layout: Layout,
): Resolved<UeSearchSpace> {
  if (uss !== undefined) {
    const { n_candidates_1, n_candidates_2, n_candidates_4, n_candidates_8, n_candidates_16 } =
      uss.n_candidates;
    const nCandidates = [n_candidates_1, n_candidates_2, n_candidates_4, n_candidates_8, n_candidates_16];
    return given({ nCandidates, dci01And11: uss.dci_0_1_and_1_1 }, "uss");
  }
  if (tdd === null) {
    const value = { nCandidates: fddCandidates[layout], dci01And11: true };
    return byDefault(value, "NR cells with rf_mode fdd");
  }
  const tuning = layout === "2024" ? (tdd.older ?? nrTddDefault.older) : tdd;
  return computed({ nCandidates: tuning?.ussCandidates ?? [], dci01And11: true }, byPattern);
}

/** `false` wins over every pattern, and `true` makes no room in a pattern that has none. */
function resolveTracking({ trs_presence }: NrCellParameters, tdd: NrTdd | null): Resolved<boolean> {
  if (trs_presence === false) return given(false, "trs_presence");
  if (tdd?.trackingReferenceSignals === false) return computed(false, byPattern);
  return givenOr<boolean>(
    trs_presence,
    ["trs_presence"],
    byDefault(cellOptionDefaults.trs_presence, "NR cells"),
  );
}

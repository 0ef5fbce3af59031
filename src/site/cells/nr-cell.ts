/** An NR cell with its defaults and computed numbers. */
import { cellOptionDefaults, nrCellDefaults } from "../../instance/defaults.ts";
import { type NrTdd, nrTddDefault } from "../../instance/fields/tdd.ts";
import type { NrCellParameters } from "../../instance/schema/cell.ts";
import { nrOptionFields } from "../../instance/schema/cell-options.ts";
import { byDefault, getGivenEntries, getOrigins, given, givenOr, type Resolved } from "../resolved.ts";
import type { NrCell } from "../site.ts";
import {
  getCarrierEntries,
  getIdentityEntries,
  resolveCommon,
  resolveInactivityTimer,
  type Surroundings,
} from "./cell-entries.ts";
import { resolveOptions, resolveRedcap, resolveSearchSpace, resolveUplinkMimo } from "./cell-options.ts";
import type { NrChannels } from "./nr-channels.ts";

/** Of FDD cells: the index of a random access of 1 ms a frame, and candidates at aggregation level 2. */
const fddPrachConfigIndex = 16;
const fddCandidates = 4;

export type NrSurroundings = Surroundings & { readonly channels: NrChannels };

export function resolveNrCell(
  reference: string,
  parameters: NrCellParameters,
  around: NrSurroundings,
): NrCell {
  const { radioUnit, rootSequenceIndex, channels } = around;
  const { rf_mode } = parameters;
  const timer = resolveInactivityTimer(parameters);
  const spacing = resolveSubcarrierSpacing(parameters);
  const ssbPosBitmap = givenOr<string>(
    parameters.ssb_pos_bitmap,
    ["ssb_pos_bitmap"],
    byDefault(nrCellDefaults[rf_mode].ssb_pos_bitmap, `NR cells with rf_mode ${rf_mode}`),
  );
  const choice = resolveTddChoice(parameters);
  return {
    kind: "nr",
    ...resolveCommon(reference, parameters, radioUnit),
    rfMode: rf_mode,
    bandwidth: parameters.bandwidth,
    rootSequenceIndex: rootSequenceIndex.value,
    options: resolveOptions(parameters, spacing.value),
    band: channels.band.band,
    dlFrequency: channels.dlFrequency.value,
    ulFrequency: channels.ulFrequency.value,
    dlNrArfcn: parameters.dl_nr_arfcn,
    ulNrArfcn: channels.ulNrArfcn.value,
    ssbNrArfcn: channels.ssbNrArfcn?.value ?? null,
    subcarrierSpacing: spacing.value,
    ssbPosBitmap: ssbPosBitmap.value,
    tddPatterns: choice?.value.patterns ?? null,
    trackingReferenceSignals:
      (parameters.trs_presence ?? cellOptionDefaults.trs_presence) &&
      (choice?.value.trackingReferenceSignals ?? true),
    prachConfigIndex: parameters.prach_config_index ?? choice?.value.prachConfigIndex ?? fddPrachConfigIndex,
    ueSearchSpace: resolveSearchSpace(parameters, choice?.value.ussCandidates ?? fddCandidates),
    uplinkMimoRank: resolveUplinkMimo(parameters, radioUnit),
    redcap: resolveRedcap(parameters),
    origins: getOrigins({
      ...getIdentityEntries(parameters),
      nr_band: given(parameters.nr_band, "nr_band"),
      dl_nr_arfcn: given(parameters.dl_nr_arfcn, "dl_nr_arfcn"),
      dl_frequency_khz: channels.dlFrequency,
      ul_nr_arfcn: channels.ulNrArfcn,
      ul_frequency_khz: channels.ulFrequency,
      ssb_nr_arfcn: channels.ssbNrArfcn,
      subcarrier_spacing: spacing,
      ssb_pos_bitmap: ssbPosBitmap,
      tdd_ul_dl_config: choice && { ...choice, value: choice.value.choice },
      root_sequence_index: rootSequenceIndex,
      inactivity_timer: timer,
      ...getGivenEntries(parameters, ["bandwidth_ul", ...Object.keys(nrOptionFields)]),
      ...getCarrierEntries(parameters, radioUnit),
    }),
  };
}

/** kHz */
export function resolveSubcarrierSpacing({
  rf_mode,
  subcarrier_spacing,
}: NrCellParameters): Resolved<number> {
  const preset = byDefault<number>(
    nrCellDefaults[rf_mode].subcarrier_spacing,
    `NR cells with rf_mode ${rf_mode}`,
  );
  return givenOr(subcarrier_spacing, ["subcarrier_spacing"], preset);
}

/** Null for fdd. */
function resolveTddChoice({ rf_mode, tdd_ul_dl_config }: NrCellParameters): Resolved<NrTdd> | null {
  if (rf_mode === "fdd") return null;
  return givenOr<NrTdd>(tdd_ul_dl_config, ["tdd_ul_dl_config"], byDefault(nrTddDefault, "NR cells"));
}

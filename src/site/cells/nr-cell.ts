/** An NR cell with its defaults and computed numbers. */
import { cellOptionDefaults, nrCellDefaults } from "../../instance/defaults.ts";
import type { NrCellParameters } from "../../instance/schema/cell.ts";
import { byDefault, getOrigins, given, givenOr, type Resolved } from "../resolved.ts";
import type { NrCell } from "../site.ts";
import {
  getCarrierEntries,
  getIdentityEntries,
  resolveCommon,
  resolveInactivityTimer,
  type Surroundings,
} from "./cell-entries.ts";
import { explainAlgorithms, resolveOptions, resolveRedcap, resolveUplinkMimo } from "./cell-options.ts";
import type { NrChannels } from "./nr-channels.ts";
import { resolvePattern } from "./nr-pattern.ts";

export type NrSurroundings = Surroundings & { readonly channels: NrChannels };

export function resolveNrCell(
  reference: string,
  parameters: NrCellParameters,
  around: NrSurroundings,
): NrCell {
  const { radioUnit, rootSequenceIndex, channels, layout } = around;
  const { rf_mode } = parameters;
  const timer = resolveInactivityTimer(parameters);
  const spacing = resolveSubcarrierSpacing(parameters);
  const ssbPosBitmap = givenOr<string>(
    parameters.ssb_pos_bitmap,
    ["ssb_pos_bitmap"],
    byDefault(nrCellDefaults[rf_mode].ssb_pos_bitmap, `NR cells with rf_mode ${rf_mode}`),
  );
  const { pattern, origins: patternOrigins } = resolvePattern(parameters, radioUnit, layout);
  const { options, origins: optionOrigins } = resolveOptions(parameters, spacing.value);
  const mimo = resolveUplinkMimo(parameters, radioUnit);
  const redcap = resolveRedcap(parameters);
  return {
    kind: "nr",
    ...resolveCommon(reference, parameters, radioUnit),
    rfMode: rf_mode,
    bandwidth: parameters.bandwidth,
    rootSequenceIndex: rootSequenceIndex.value,
    options,
    band: channels.band.band,
    dlFrequency: channels.dlFrequency.value,
    ulFrequency: channels.ulFrequency.value,
    dlNrArfcn: parameters.dl_nr_arfcn,
    ulNrArfcn: channels.ulNrArfcn.value,
    ssbNrArfcn: channels.ssbNrArfcn?.value ?? null,
    subcarrierSpacing: spacing.value,
    ssbPosBitmap: ssbPosBitmap.value,
    ...pattern,
    uplinkMimoRank: mimo.rank,
    redcap: redcap?.value ?? null,
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
      ...patternOrigins,
      root_sequence_index: rootSequenceIndex,
      inactivity_timer: timer,
      ...(layout === "2026" && {
        ...optionOrigins,
        ...explainAlgorithms(parameters),
        enable_ul_su_mimo: mimo.origin,
        amarisoft_ssb_computation: explainSsbComputation(parameters),
        redcap_ue: redcap,
      }),
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

function explainSsbComputation({ amarisoft_ssb_computation }: NrCellParameters): Resolved<boolean> {
  const preset = byDefault<boolean>(cellOptionDefaults.amarisoft_ssb_computation, "NR cells");
  return givenOr(amarisoft_ssb_computation, ["amarisoft_ssb_computation"], preset);
}

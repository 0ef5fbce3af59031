/** An NR cell with its defaults and computed numbers. */
import { nrCellDefaults } from "../../instance/defaults.ts";
import { type NrTddChoice, nrTddChoices } from "../../instance/fields/tdd.ts";
import type { NrCellParameters } from "../../instance/schema/cell.ts";
import { byDefault, getOrigins, given, givenOr, type Resolved } from "../resolved.ts";
import type { NrCell } from "../site.ts";
import {
  getCarrierEntries,
  getIdentityEntries,
  resolveInactivityTimer,
  type Surroundings,
} from "./cell-entries.ts";
import type { NrChannels } from "./nr-channels.ts";
import { getTddPattern } from "./tdd.ts";

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
    reference,
    rfMode: rf_mode,
    pci: parameters.pci,
    cellId: parameters.cell_id,
    bandwidth: parameters.bandwidth,
    rootSequenceIndex: rootSequenceIndex.value,
    inactivityTimer: timer.value,
    radioUnit,
    band: channels.band.band,
    dlFrequency: channels.dlFrequency.value,
    ulFrequency: channels.ulFrequency.value,
    dlNrArfcn: parameters.dl_nr_arfcn,
    ulNrArfcn: channels.ulNrArfcn.value,
    ssbNrArfcn: channels.ssbNrArfcn.value,
    subcarrierSpacing: spacing.value,
    ssbPosBitmap: ssbPosBitmap.value,
    tddPattern: choice && getTddPattern(choice.value),
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
      tdd_ul_dl_config: choice,
      root_sequence_index: rootSequenceIndex,
      inactivity_timer: timer,
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
function resolveTddChoice({ rf_mode, tdd_ul_dl_config }: NrCellParameters): Resolved<NrTddChoice> | null {
  if (rf_mode === "fdd") return null;
  return givenOr<NrTddChoice>(tdd_ul_dl_config, ["tdd_ul_dl_config"], byDefault(nrTddChoices[0], "NR cells"));
}

/** An NB-IoT cell with its defaults and computed numbers. */
import { nbCellDefaults } from "../../instance/defaults.ts";
import { getRadioUnitKind } from "../../instance/radio-units/radio-unit-kinds.ts";
import type { NbCellParameters } from "../../instance/schema/nb-cell.ts";
import { error, type Issue, placeInShared, warning } from "../../issue/issue.ts";
import { quote } from "../../issue/quote.ts";
import { nbIotBandwidth } from "../../radio/resource-blocks.ts";
import { byDefault, computed, getOrigins, given, givenOr } from "../resolved.ts";
import type { NbCell, RadioUnit } from "../site.ts";
import {
  getCarrierEntries,
  getIdentityEntries,
  resolveCommon,
  resolveInactivityTimer,
} from "./cell-entries.ts";
import { explainAlgorithms } from "./cell-options.ts";
import type { LteChannels } from "./lte-channels.ts";

export function resolveNbCell(
  reference: string,
  parameters: NbCellParameters,
  { radioUnit, channels }: { readonly radioUnit: RadioUnit; readonly channels: LteChannels },
): NbCell {
  const timer = resolveInactivityTimer(parameters);
  const allLevels = givenOr<boolean>(
    parameters.all_ce_level,
    ["all_ce_level"],
    byDefault(nbCellDefaults.all_ce_level, "NB-IoT cells"),
  );
  return {
    kind: "nb",
    ...resolveCommon(reference, parameters, radioUnit),
    rfMode: parameters.rf_mode,
    bandwidth: nbIotBandwidth,
    band: channels.band.value,
    dlFrequency: channels.dlFrequency.value,
    ulFrequency: channels.ulFrequency.value,
    dlEarfcn: parameters.dl_earfcn,
    ulEarfcn: channels.ulEarfcn.value,
    tac: parameters.tac,
    allCoverageLevels: allLevels.value,
    origins: getOrigins({
      ...getIdentityEntries(parameters),
      bandwidth: computed(nbIotBandwidth, "an NB-IoT carrier (TS 36.104 section 5.6)"),
      tac: given(parameters.tac, "tac"),
      band: channels.band,
      dl_earfcn: given(parameters.dl_earfcn, "dl_earfcn"),
      dl_frequency_khz: channels.dlFrequency,
      ul_earfcn: channels.ulEarfcn,
      ul_frequency_khz: channels.ulFrequency,
      inactivity_timer: timer,
      all_ce_level: allLevels,
      ...explainAlgorithms(parameters),
      ...getCarrierEntries(parameters, radioUnit),
    }),
  };
}

/** Narrowband reference signals have one or two ports: TS 36.211 section 10.2.6. */
const maxDlAntennas = 2;

/**
 * An error where the Radio Unit's own configuration has no words for such a carrier, a warning where it has more
 * downlink antennas than such a cell has ports.
 */
export function checkNbRadioUnit(cell: string, { reference, kind, nAntennaDl }: RadioUnit): Issue[] {
  const { title, userPlaneModel } = getRadioUnitKind(kind);
  if (userPlaneModel !== null) {
    const what = `a ${title} Radio Unit, here ${quote(reference)}, carries LTE or NR, and this is an NB-IoT cell`;
    return [error(placeInShared(cell, "ru"), what, "a Radio Unit of another kind")];
  }
  if (nAntennaDl <= maxDlAntennas) return [];
  return [
    warning(
      placeInShared(cell, "ru"),
      `Radio Unit ${quote(reference)} has ${nAntennaDl} downlink antennas, too many for an NB-IoT cell`,
      `n_antenna_dl of 1 or ${maxDlAntennas}`,
    ),
  ];
}

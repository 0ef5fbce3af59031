/** Band, frequencies, uplink and SSB of an NR cell: TS 38.104 section 5.4. */
import type { NrCellParameters } from "../../instance/schema/cell.ts";
import { hasErrors, type Issue, type Outcome } from "../../issue/issue.ts";
import { findNrBand, findNrDlFrequency, pairUlNrArfcn } from "../../radio/nr.ts";
import { getNrFrequency } from "../../radio/nr-arfcn.ts";
import type { NrBand } from "../../radio/nr-bands.ts";
import { chooseSsb } from "../../radio/ssb.ts";
import { computed, given, type Resolved } from "../resolved.ts";
import { accept, checkDuplex, checkUnusedPattern } from "./channel-issues.ts";

/** Frequencies in kHz. */
export type NrChannels = {
  readonly band: NrBand;
  readonly dlFrequency: Resolved<number>;
  readonly ulNrArfcn: Resolved<number>;
  readonly ulFrequency: Resolved<number>;
  /** Null where the eNB finds one. */
  readonly ssbNrArfcn: Resolved<number> | null;
};

const nrPairingRule =
  "paired with dl_nr_arfcn by equal distance from the band's start (TS 38.104 section 5.2)";
const nrTddPairingRule = "dl_nr_arfcn: a TDD band has one channel for both directions";

/** Errors: no such band, a downlink outside it, a duplex mode that is not the band's, no uplink, no SSB. */
export function resolveNrChannels(reference: string, parameters: NrCellParameters): Outcome<NrChannels> {
  const { rf_mode, dl_nr_arfcn, nr_band } = parameters;
  const issues: Issue[] = checkUnusedPattern(reference, rf_mode, parameters.tdd_ul_dl_config);
  const band = accept(findNrBand(nr_band), issues, reference, "nr_band");
  if (band === undefined) return { value: undefined, issues };
  issues.push(...checkDuplex(reference, rf_mode, `n${nr_band}`, band.duplex));
  const dlFrequency = accept(findNrDlFrequency(band, dl_nr_arfcn), issues, reference, "dl_nr_arfcn");
  if (dlFrequency === undefined) return { value: undefined, issues };
  const ulNrArfcn = resolveNrUplink(reference, parameters, band, issues);
  const ulFrequency = ulNrArfcn && getNrFrequency(ulNrArfcn.value);
  const ssbNrArfcn = resolveSsb(reference, parameters, band, dlFrequency, issues);
  if (ulNrArfcn === undefined || ulFrequency === undefined || ssbNrArfcn === undefined || hasErrors(issues)) {
    return { value: undefined, issues };
  }
  const rule = "of the NR-ARFCN (TS 38.104 section 5.4.2.1)";
  const frequencies = { dlFrequency: computed(dlFrequency, rule), ulFrequency: computed(ulFrequency, rule) };
  return { value: { band, ...frequencies, ulNrArfcn, ssbNrArfcn }, issues };
}

/** The uplink of a cell or a peer cell: the one given, or the one that the band pairs with its downlink. */
export function resolveNrUplink(
  reference: string,
  { dl_nr_arfcn, ul_nr_arfcn }: Pick<NrCellParameters, "dl_nr_arfcn" | "ul_nr_arfcn">,
  band: NrBand,
  issues: Issue[],
): Resolved<number> | undefined {
  if (ul_nr_arfcn !== undefined) return given(ul_nr_arfcn, "ul_nr_arfcn");
  const paired = accept(pairUlNrArfcn(band, dl_nr_arfcn), issues, reference, "dl_nr_arfcn");
  return paired === undefined
    ? undefined
    : computed(paired, band.duplex === "TDD" ? nrTddPairingRule : nrPairingRule);
}

function resolveSsb(
  reference: string,
  { bandwidth, ssb_nr_arfcn, amarisoft_ssb_computation }: NrCellParameters,
  band: NrBand,
  dlFrequency: number,
  issues: Issue[],
): Resolved<number> | null | undefined {
  if (amarisoft_ssb_computation) return null;
  if (ssb_nr_arfcn !== undefined) return given(ssb_nr_arfcn, "ssb_nr_arfcn");
  const chosen = accept(chooseSsb(band, dlFrequency, bandwidth), issues, reference, "dl_nr_arfcn");
  return chosen && computed(chosen.nrArfcn, formatSsbRule(chosen.spacing));
}

export function formatSsbRule(spacing: number): string {
  return `the nearest point of the band's sync raster at ${spacing} kHz (TS 38.104 section 5.4.3)`;
}

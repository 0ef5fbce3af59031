/** Parameters of a cell that only the 2026 layout can express, with their defaults. */
import { cellOptionDefaults, redcapDefaults, ttiBundlingDefaults } from "../../instance/defaults.ts";
import type { CellParameters, LteCellParameters, NrCellParameters } from "../../instance/schema/cell.ts";
import { error, type Issue, placeInShared } from "../../issue/issue.ts";
import { getEutraResourceBlocks, getNrResourceBlocks } from "../../radio/resource-blocks.ts";
import type { Algorithms, CellOptions, NrCell, Redcap, TtiBundling, UeSearchSpace } from "../site.ts";

type WidebandParameters = LteCellParameters | NrCellParameters;

export function resolveOptions(parameters: WidebandParameters, spacing: number): CellOptions {
  const { cell_type: kind } = parameters;
  return {
    ignoreGbrCongestion: parameters.ignore_gbr_congestion ?? cellOptionDefaults.ignore_gbr_congestion,
    phrLinkAdaptation: parameters.phr_link_adaptation ?? cellOptionDefaults.phr_link_adaptation,
    srPeriod: parameters.sr_period ?? cellOptionDefaults.sr_period[kind],
    rrcConfiguration: parameters.rrc_configuration ?? cellOptionDefaults.rrc_configuration,
    fixedMcs: parameters.fixed_mcs ?? null,
    resourceBlocks: findResourceBlocks(parameters, spacing),
  };
}

export function resolveAlgorithms({ cipher_algo_pref, integ_algo_pref }: CellParameters): Algorithms {
  return {
    cipher: cipher_algo_pref ?? cellOptionDefaults.cipher_algo_pref,
    integrity: integ_algo_pref ?? cellOptionDefaults.integ_algo_pref,
  };
}

/** Null where the uplink is as wide as the downlink, or where there is no such pair. */
function findResourceBlocks(parameters: WidebandParameters, spacing: number): CellOptions["resourceBlocks"] {
  const { bandwidth, bandwidth_ul } = parameters;
  if (bandwidth_ul === undefined || bandwidth_ul === bandwidth) return null;
  const count = (width: number) =>
    parameters.cell_type === "lte"
      ? getEutraResourceBlocks(width)
      : getNrResourceBlocks(parameters.nr_band, width, spacing);
  const [dl, ul] = [count(bandwidth), count(bandwidth_ul)];
  return dl === undefined || ul === undefined ? null : { dl, ul };
}

/** An error where the table has no such pair of bandwidths (TS 38.101-1 table 5.3.2-1). */
export function checkUplinkBandwidth(
  reference: string,
  parameters: WidebandParameters,
  spacing: number,
): Issue[] {
  const { bandwidth, bandwidth_ul } = parameters;
  if (bandwidth_ul === undefined || bandwidth_ul === bandwidth) return [];
  if (findResourceBlocks(parameters, spacing) !== null) return [];
  const what = `no carrier has ${bandwidth} MHz down and ${bandwidth_ul} MHz up at a sub-carrier spacing of ${spacing} kHz`;
  return [error(placeInShared(reference, "bandwidth_ul"), what, "bandwidths of TS 38.101-1 table 5.3.2-1")];
}

export function resolveTtiBundling({ tti_bundling }: LteCellParameters): TtiBundling | null {
  if (tti_bundling?.snr_threshold === undefined) return null;
  return {
    snrThreshold: tti_bundling.snr_threshold,
    phrThreshold: tti_bundling.phr_threshold ?? ttiBundlingDefaults.phr_threshold,
    hysteresis: tti_bundling.hysteresis ?? ttiBundlingDefaults.hysteresis,
    mcsMax: tti_bundling.mcs_max ?? ttiBundlingDefaults.mcs_max,
    lCrbMax: tti_bundling.l_crb_max ?? ttiBundlingDefaults.l_crb_max,
    eHarqPattern: tti_bundling.e_harq_pattern ?? ttiBundlingDefaults.e_harq_pattern,
  };
}

export function resolveRedcap({ redcap_ue }: NrCellParameters): Redcap | null {
  if (!redcap_ue?.allow) return null;
  return {
    ...resolveReceivers(redcap_ue),
    eRedcap: redcap_ue.eredcap_ue?.allow ? resolveReceivers(redcap_ue.eredcap_ue) : null,
    halfDuplex: redcap_ue.half_duplex?.enable ?? false,
  };
}

function resolveReceivers(given: { allow_1rx_ue?: boolean | undefined; allow_2rx_ue?: boolean | undefined }) {
  return {
    allow1RxUe: given.allow_1rx_ue ?? redcapDefaults.allow_1rx_ue,
    allow2RxUe: given.allow_2rx_ue ?? redcapDefaults.allow_2rx_ue,
  };
}

/** What is given, else so many candidates at aggregation level 2. */
export function resolveSearchSpace({ uss }: NrCellParameters, candidates: number): UeSearchSpace {
  if (uss === undefined) return { nCandidates: [0, candidates, 0, 0, 0], dci01And11: true };
  const { n_candidates_1, n_candidates_2, n_candidates_4, n_candidates_8, n_candidates_16 } =
    uss.n_candidates;
  const nCandidates = [n_candidates_1, n_candidates_2, n_candidates_4, n_candidates_8, n_candidates_16];
  return { nCandidates, dci01And11: uss.dci_0_1_and_1_1 };
}

export function resolveUplinkMimo(
  { enable_ul_su_mimo = cellOptionDefaults.enable_ul_su_mimo }: NrCellParameters,
  { nAntennaUl }: NrCell["radioUnit"],
): number | null {
  return enable_ul_su_mimo ? nAntennaUl : null;
}

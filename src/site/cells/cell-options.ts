/** Parameters of a cell that only the 2026 layout can express, with their defaults and origins. */
import { cellOptionDefaults, redcapDefaults, ttiBundlingDefaults } from "../../instance/defaults.ts";
import type { CellParameters, LteCellParameters, NrCellParameters } from "../../instance/schema/cell.ts";
import { byDefault, computed, given, givenOr, type Resolved } from "../resolved.ts";
import type { Algorithms, CellOptions, RadioUnit, Redcap, TtiBundling } from "../site.ts";
import { findResourceBlocks, type WidebandParameters } from "./uplink-bandwidth.ts";

type Entries = Readonly<Record<string, Resolved<unknown> | null>>;

/** `spacing` in kHz. */
export function resolveOptions(
  parameters: WidebandParameters,
  spacing: number,
): { readonly options: CellOptions; readonly origins: Entries } {
  const { cell_type: kind, fixed_mcs: mcs, bandwidth_ul } = parameters;
  const flag = (key: "ignore_gbr_congestion" | "phr_link_adaptation") =>
    givenOr<boolean>(parameters[key], [key], byDefault(cellOptionDefaults[key], ofCells[kind]));
  const congestion = flag("ignore_gbr_congestion");
  const adaptation = flag("phr_link_adaptation");
  const period = givenOr<number>(
    parameters.sr_period,
    ["sr_period"],
    byDefault(cellOptionDefaults.sr_period[kind], ofCells[kind]),
  );
  const rrc = givenOr<CellOptions["rrcConfiguration"]>(
    parameters.rrc_configuration,
    ["rrc_configuration"],
    byDefault(cellOptionDefaults.rrc_configuration, ofCells[kind]),
  );
  return {
    options: {
      ignoreGbrCongestion: congestion.value,
      phrLinkAdaptation: adaptation.value,
      srPeriod: period.value,
      rrcConfiguration: rrc.value,
      fixedMcs: mcs ?? null,
      resourceBlocks: findResourceBlocks(parameters, spacing),
    },
    origins: {
      bandwidth_ul: givenOr(bandwidth_ul, ["bandwidth_ul"], computed(parameters.bandwidth, "bandwidth")),
      ignore_gbr_congestion: congestion,
      phr_link_adaptation: adaptation,
      sr_period: period,
      rrc_configuration: rrc,
      fixed_mcs: mcs === undefined ? null : given(mcs, "fixed_mcs"),
    },
  };
}

/** Whose defaults they are. */
const ofCells = { lte: "LTE cells", nr: "NR cells", nb: "NB-IoT cells" } as const;

export function resolveAlgorithms({ cipher_algo_pref, integ_algo_pref }: CellParameters): Algorithms {
  return {
    cipher: cipher_algo_pref ?? cellOptionDefaults.cipher_algo_pref,
    integrity: integ_algo_pref ?? cellOptionDefaults.integ_algo_pref,
  };
}

export function explainAlgorithms(parameters: CellParameters): Entries {
  const explain = (key: "cipher_algo_pref" | "integ_algo_pref") =>
    givenOr<readonly number[]>(
      parameters[key],
      [key],
      byDefault(cellOptionDefaults[key], ofCells[parameters.cell_type]),
    );
  return {
    cipher_algo_pref: explain("cipher_algo_pref"),
    integ_algo_pref: explain("integ_algo_pref"),
  };
}

/** Null without `snr_threshold`: then there is none. */
export function resolveTtiBundling({ tti_bundling }: LteCellParameters): Resolved<TtiBundling> | null {
  if (tti_bundling?.snr_threshold === undefined) return null;
  return given(
    {
      snrThreshold: tti_bundling.snr_threshold,
      phrThreshold: tti_bundling.phr_threshold ?? ttiBundlingDefaults.phr_threshold,
      hysteresis: tti_bundling.hysteresis ?? ttiBundlingDefaults.hysteresis,
      mcsMax: tti_bundling.mcs_max ?? ttiBundlingDefaults.mcs_max,
      lCrbMax: tti_bundling.l_crb_max ?? ttiBundlingDefaults.l_crb_max,
      eHarqPattern: tti_bundling.e_harq_pattern ?? ttiBundlingDefaults.e_harq_pattern,
    },
    "tti_bundling",
  );
}

/** Null where such UEs are not allowed. */
export function resolveRedcap({ redcap_ue }: NrCellParameters): Resolved<Redcap> | null {
  if (!redcap_ue?.allow) return null;
  const { eredcap_ue, half_duplex } = redcap_ue;
  return given(
    {
      ...resolveReceivers(redcap_ue),
      eRedcap: eredcap_ue?.allow ? resolveReceivers(eredcap_ue) : null,
      halfDuplex: half_duplex?.enable ?? false,
    },
    "redcap_ue",
  );
}

type GivenReceivers = {
  readonly allow_1rx_ue?: boolean | undefined;
  readonly allow_2rx_ue?: boolean | undefined;
};

function resolveReceivers({ allow_1rx_ue, allow_2rx_ue }: GivenReceivers) {
  return {
    allow1RxUe: allow_1rx_ue ?? redcapDefaults.allow_1rx_ue,
    allow2RxUe: allow_2rx_ue ?? redcapDefaults.allow_2rx_ue,
  };
}

/** Layers of the uplink: as many as the Radio Unit has antennas. */
export function resolveUplinkMimo(
  { enable_ul_su_mimo }: NrCellParameters,
  { nAntennaUl }: RadioUnit,
): { readonly rank: number | null; readonly origin: Resolved<boolean> } {
  const origin = givenOr<boolean>(
    enable_ul_su_mimo,
    ["enable_ul_su_mimo"],
    byDefault(cellOptionDefaults.enable_ul_su_mimo, ofCells.nr),
  );
  return { rank: origin.value ? nAntennaUl : null, origin };
}

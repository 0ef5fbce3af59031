/** Parameters of a cell that only the newer form has, and that only the 2026 layout of enb.cfg can express. */
import * as z from "zod";
import { cellOptionDefaults, redcapDefaults, ttiBundlingDefaults } from "../defaults.ts";
import { choice, decimal, flag, integer } from "../fields/field.ts";
import { parameters } from "../fields/parameters.ts";
import { lteSrPeriods, mcs, nrSrPeriods, prachConfigIndex, searchSpaceCandidates } from "../limits.ts";

/** Algorithms of TS 33.401 and TS 33.501 by their numbers: SNOW 3G, AES, ZUC. */
const algorithms = ["1 (Snow 3G)", "2 (128 bit AES)", "3 (ZUC)"] as const;

function algorithmList(prefix: string, title: string, preset: readonly number[]) {
  const names = algorithms.map((name) => `${prefix}${name}`);
  const shown = names.filter((_, index) => preset.includes(index + 1)).reverse();
  return z
    .array(choice(names, { title: "Algorithm" }), "a list of algorithms")
    .meta({ title, description: "In the order of preference.", default: shown })
    .transform((chosen) => chosen.map((name) => names.indexOf(name) + 1));
}

/** `generation` is `E` of LTE or `N` of NR. */
export function algorithmFields(generation: "E" | "N") {
  return {
    cipher_algo_pref: algorithmList(
      `${generation}EA`,
      "Ciphering",
      cellOptionDefaults.cipher_algo_pref,
    ).optional(),
    integ_algo_pref: algorithmList(
      `${generation}IA`,
      "Integrity",
      cellOptionDefaults.integ_algo_pref,
    ).optional(),
  };
}

const common = {
  ignore_gbr_congestion: flag({
    title: "Ignore GBR congestion",
    default: cellOptionDefaults.ignore_gbr_congestion,
  }).optional(),
  phr_link_adaptation: flag({
    title: "Link adaptation by power headroom",
    default: cellOptionDefaults.phr_link_adaptation,
  }).optional(),
  rrc_configuration: choice(["initial", "measurement"], {
    title: "RRC configuration",
    description: "When other cells add this one as secondary cell.",
    default: cellOptionDefaults.rrc_configuration,
  }).optional(),
  fixed_mcs: integer(mcs, { title: "Fixed MCS", description: "Of both directions." }).optional(),
  enable_ul_su_mimo: flag({ title: "Uplink MIMO", default: cellOptionDefaults.enable_ul_su_mimo }).optional(),
};

export const lteOptionFields = {
  ...common,
  ...algorithmFields("E"),
  sr_period: choice(lteSrPeriods, {
    title: "Scheduling request period",
    unit: "ms",
    default: cellOptionDefaults.sr_period.lte,
  }).optional(),
  tti_bundling: parameters(
    {
      snr_threshold: decimal({ title: "SNR threshold", unit: "dB" }).optional(),
      phr_threshold: decimal({
        title: "Power headroom threshold",
        default: ttiBundlingDefaults.phr_threshold,
      }).optional(),
      hysteresis: decimal({ title: "Hysteresis", default: ttiBundlingDefaults.hysteresis }).optional(),
      mcs_max: integer(mcs, { title: "Highest MCS", default: ttiBundlingDefaults.mcs_max }).optional(),
      l_crb_max: integer(
        { min: 1, max: 110 },
        {
          title: "Most resource blocks",
          default: ttiBundlingDefaults.l_crb_max,
        },
      ).optional(),
      e_harq_pattern: flag({
        title: "Enhanced HARQ pattern",
        default: ttiBundlingDefaults.e_harq_pattern,
      }).optional(),
    },
    { title: "TTI bundling", description: "Only where snr_threshold is given." },
  ).optional(),
};

const receivers = {
  allow_1rx_ue: flag({ title: "UEs with one receiver", default: redcapDefaults.allow_1rx_ue }).optional(),
  allow_2rx_ue: flag({ title: "UEs with two receivers", default: redcapDefaults.allow_2rx_ue }).optional(),
};

const allow = flag({ title: "Allow", default: redcapDefaults.allow }).optional();

const redcapSchema = parameters(
  {
    allow,
    ...receivers,
    eredcap_ue: parameters({ allow, ...receivers }, { title: "eRedCap" }).optional(),
    half_duplex: parameters(
      { enable: flag({ title: "Enable", default: redcapDefaults.allow }).optional() },
      { title: "Half duplex" },
    ).optional(),
  },
  { title: "RedCap" },
);

const candidates = (level: number) =>
  choice(searchSpaceCandidates, { title: `Candidates at aggregation level ${level}` });

const ussSchema = parameters(
  {
    n_candidates: parameters(
      {
        n_candidates_1: candidates(1),
        n_candidates_2: candidates(2),
        n_candidates_4: candidates(4),
        n_candidates_8: candidates(8),
        n_candidates_16: candidates(16),
      },
      { title: "Candidates" },
    ),
    dci_0_1_and_1_1: flag({ title: "DCI formats 0_1 and 1_1" }),
  },
  { title: "UE search space" },
);

export const nrOptionFields = {
  ...common,
  ...algorithmFields("N"),
  sr_period: choice(nrSrPeriods, {
    title: "Scheduling request period",
    unit: "ms",
    default: cellOptionDefaults.sr_period.nr,
  }).optional(),
  redcap_ue: redcapSchema.optional(),
  trs_presence: flag({
    title: "Tracking reference signals",
    description: "false leaves them out, whatever the TDD pattern.",
    default: cellOptionDefaults.trs_presence,
  }).optional(),
  prach_config_index: integer(prachConfigIndex, {
    title: "PRACH configuration index",
    description: "By the TDD pattern by default; 16 with fdd.",
  }).optional(),
  uss: ussSchema.optional(),
  amarisoft_ssb_computation: flag({
    title: "SSB left to the eNB",
    default: cellOptionDefaults.amarisoft_ssb_computation,
  }).optional(),
};

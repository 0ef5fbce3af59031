/** Cells in the 2026 layout of enb.cfg, setting by setting, from parameters. */
import { describe, expect, it } from "vitest";
import { lopcomm, lteCell, nrCell, sdr, sunwave } from "../site/resolved-instance.ts";
import { enbCfgOf, firstOf, type Json } from "./enb-cfg-of.ts";

type Parameters = Readonly<Record<string, unknown>>;

const tddLte = { rf_mode: "tdd", dl_earfcn: 38050 };
const fddNr = { rf_mode: "fdd", nr_band: 1, dl_nr_arfcn: 428000, bandwidth: 20 };

const lte = async (more: Parameters, radioUnit: Parameters = sdr) =>
  firstOf(await enbCfgOf({ shared: { D: radioUnit, L: lteCell("D", more) } }), "cell_list");
const nr = async (more: Parameters, radioUnit: Parameters = sdr) =>
  firstOf(await enbCfgOf({ shared: { D: radioUnit, N: nrCell("D", more) } }), "nr_cell_list");

describe("the TDD configuration of an LTE cell", () => {
  it.each([
    [0, "[Configuration 0] DSUUUDSUUU (5ms,  2DL/6UL), S-slot=10DL:2GP:2UL, maximum uplink"],
    [1, "[Configuration 1] DSUUDDSUUD (5ms,  4DL/4UL), S-slot=10DL:2GP:2UL, balanced downlink and uplink"],
    [2, "[Configuration 2] DSUDDDSUDD (5ms,  6DL/2UL), S-slot=10DL:2GP:2UL, default"],
    [3, "[Configuration 3] DSUUUDDDDD (10ms, 6DL/3UL), S-slot=10DL:2GP:2UL"],
    [4, "[Configuration 4] DSUUDDDDDD (10ms, 7DL/2UL), S-slot=10DL:2GP:2UL, high downlink"],
    [5, "[Configuration 5] DSUDDDDDDD (10ms, 8DL/1UL), S-slot=10DL:2GP:2UL, maximum downlink"],
    [6, "[Configuration 6] DSUUUDSUUD (5ms,  3DL/5UL), S-slot=10DL:2GP:2UL, high uplink"],
    [2, "[Configuration 2] 5ms 2UL 6DL (default)"],
    [6, "[Configuration 6] 5ms 5UL 3DL (maximum uplink)"],
    [2, undefined],
  ])("is %i of %j", async (uldl_config, tdd_ul_dl_config) => {
    expect(await lte({ ...tddLte, tdd_ul_dl_config })).toMatchObject({ uldl_config, sp_config: 7 });
  });

  it("is not there with fdd", async () => {
    const cell = await lte({});
    expect(cell).not.toHaveProperty("uldl_config");
    expect(cell).not.toHaveProperty("sp_config");
  });
});

describe("the TDD pattern of an NR cell", () => {
  const first = (period: number, ...counts: [number, number, number, number]) => makePattern(period, counts);
  const byDefault = { pattern1: first(5, 7, 6, 2, 4) };
  const byHand = { period: 5, dl_slots: 1, dl_symbols: 10, ul_slots: 8, ul_symbols: 2 };
  const second = { period: 0.625, dl_slots: 1, dl_symbols: 0, ul_slots: 0, ul_symbols: 13 };

  it.each<[unknown, Json, boolean, number, number]>([
    ["DDDDDDDSUU (5ms,   7DL/2UL), S-slot=6DL:4GP:4UL, default", byDefault, true, 160, 4],
    [
      "DDDSUUDDDD (5ms,   7DL/2UL), S-slot=6DL:4GP:4UL, same ratios as default",
      { pattern1: first(3, 3, 6, 2, 4), pattern2: first(2, 4, 0, 0, 0) },
      ...([true, 156, 4] as const),
    ],
    [
      "DDDSUUUUDD (5ms,   5DL/4UL), S-slot=6DL:4GP:4UL, balanced downlink and uplink",
      { pattern1: first(4, 3, 6, 4, 4), pattern2: first(1, 2, 0, 0, 0) },
      ...([true, 156, 4] as const),
    ],
    [
      "DDDSUUUUUU (5ms,   3DL/6UL), S-slot=2DL:2GP:10UL, high uplink",
      { pattern1: first(5, 3, 2, 6, 10) },
      ...([true, 160, 4] as const),
    ],
    [
      "DDSUUUUUUU (5ms,   2DL/7UL), S-slot=6DL:4GP:4UL, EXPERIMENTAL very high uplink",
      { pattern1: first(5, 2, 6, 7, 4) },
      ...([false, 160, 4] as const),
    ],
    [
      "DSUUUUUUUU (5ms,   1DL/8UL), S-slot=10DL:2GP:2UL, EXPERIMENTAL maximum uplink",
      { pattern1: first(5, 1, 10, 8, 2) },
      ...([false, 160, 8] as const),
    ],
    [
      "DDDSU      (2.5ms, 3DL/1UL), S-slot=10DL:2GP:2UL, reduced latency",
      { pattern1: first(2.5, 3, 10, 1, 2) },
      ...([true, 160, 4] as const),
    ],
    ["5ms 2UL 7DL 4/6 (default)", byDefault, true, 160, 4],
    ["2.5ms 1UL 3DL 2/10", { pattern1: first(2.5, 3, 10, 1, 2) }, true, 160, 4],
    ["5ms 6UL 3DL 10/2 (high uplink)", { pattern1: first(5, 3, 2, 6, 10) }, true, 160, 4],
    [
      "5ms 8UL 1DL 2/10 (EXPERIMENTAL maximum uplink)",
      { pattern1: first(5, 1, 10, 8, 2) },
      ...([false, 160, 8] as const),
    ],
    [{ pattern1: byHand }, { pattern1: byHand }, true, 160, 4],
    [{ pattern1: byHand, pattern2: second }, { pattern1: byHand, pattern2: second }, true, 160, 4],
    [undefined, byDefault, true, 160, 4],
  ])(
    "%j is laid out with its TRS, PRACH index and search space",
    async (choice, patterns, trs, prach, candidates) => {
      const cell = await nr({ tdd_ul_dl_config: choice });
      expect(cell.tdd_ul_dl_config).toEqual(patterns);
      expect(resourceAuto(cell)).toEqual({ nzp_csi_rs_period: 80, ...(trs ? {} : { trs_presence: false }) });
      expect(cell.prach).toEqual({ prach_config_index: prach, ra_response_window: 20 });
      expect(cell.pdcch).toEqual({
        uss: { n_candidates: [0, candidates, 0, 0, 0], dci_0_1_and_1_1: true },
      });
    },
  );

  it("is not there with fdd", async () => {
    const cell = await nr(fddNr);
    expect(cell).not.toHaveProperty("tdd_ul_dl_config");
    expect(cell.prach).toEqual({ prach_config_index: 16, ra_response_window: 10 });
    expect(cell.pdcch).toEqual({ uss: { n_candidates: [0, 4, 0, 0, 0], dci_0_1_and_1_1: true } });
    expect(resourceAuto(cell)).toEqual({ nzp_csi_rs_period: 80 });
  });

  it("has no slot offsets, and those of a Sunwave Radio Unit on one", async () => {
    const tdd_ul_dl_config = "5ms 8UL 1DL 2/10 (EXPERIMENTAL maximum uplink)";
    const offsets = ["k0", "k1", "k2", "msg3_k2"];
    const others = await nr({ tdd_ul_dl_config }, lopcomm(1));
    expect([...Object.keys(others.pdsch as Json), ...Object.keys(others.pusch as Json)]).not.toEqual(
      expect.arrayContaining(offsets.slice(1, 2)),
    );
    const cell = await nr({ tdd_ul_dl_config }, sunwave(1));
    expect(cell.pdsch).toEqual({ k0: 0, k1: [8, 7, 7, 6, 5, 4, 12, 11] });
    expect(cell.pusch).toEqual({ phr_link_adaptation: true, k2: 4, msg3_k2: 7 });
    expect(cell.pdcch).toMatchObject({
      n_rb_coreset0: 48,
      n_symb_coreset0: 1,
      dedicated_coreset: { duration: 1 },
    });
    expect(cell.prach).toMatchObject({ msg1_frequency_start: 0 });
  });
});

function makePattern(period: number, [dl_slots, dl_symbols, ul_slots, ul_symbols]: readonly number[]): Json {
  return { period, dl_slots, dl_symbols, ul_slots, ul_symbols };
}

function resourceAuto(cell: Json): unknown {
  const { resource_auto, csi_report_config } = cell.csi_rs as Json;
  expect(csi_report_config).toEqual([{ report_config_type: "periodic", period: 80 }]);
  return resource_auto;
}

describe("options of a cell", () => {
  const ciphers = (name: string) => [`${name}EA3 (ZUC)`, `${name}EA1 (Snow 3G)`, `${name}EA2 (128 bit AES)`];
  const integrity = (name: string) => [`${name}IA1 (Snow 3G)`, `${name}IA3 (ZUC)`];
  const options = { ignore_gbr_congestion: true, phr_link_adaptation: false, sr_period: 5, fixed_mcs: 0 };

  it("have their defaults on LTE and NR", async () => {
    const common = { ignore_gbr_congestion: false, cipher_algo_pref: [], integ_algo_pref: [2, 1] };
    const cell = await lte({});
    expect(cell).toMatchObject({ ...common, phr_link_adaptation: true, sr_period: 20 });
    for (const key of ["tti_bundling", "pusch_mcs", "pdsch_mcs", "n_rb_ul"])
      expect(cell).not.toHaveProperty(key);
    const other = await nr({});
    expect(other).toMatchObject({ ...common, sr_period: 40, dmrs_type_a_pos: 2, pdsch: {} });
    expect(other.pusch).toEqual({ phr_link_adaptation: true });
    for (const key of ["srs", "redcap_ue", "n_rb_dl", "n_rb_ul"]) expect(other).not.toHaveProperty(key);
  });

  it("are taken as given on LTE", async () => {
    const given = { ...options, cipher_algo_pref: ciphers("E"), integ_algo_pref: integrity("E") };
    expect(await lte({ ...given, enable_ul_su_mimo: true })).toMatchObject({
      ignore_gbr_congestion: true,
      phr_link_adaptation: false,
      sr_period: 5,
      cipher_algo_pref: [3, 1, 2],
      integ_algo_pref: [1, 3],
      pusch_mcs: 0,
      pdsch_mcs: 0,
    });
    expect((await lte({ integ_algo_pref: [] })).integ_algo_pref).toEqual([]);
  });

  it("are taken as given on NR", async () => {
    const given = { ...options, cipher_algo_pref: ciphers("N"), integ_algo_pref: integrity("N") };
    const cell = await nr(
      { ...given, enable_ul_su_mimo: true, prach_config_index: 0 },
      { ...sdr, n_antenna_ul: 4 },
    );
    expect(cell).toMatchObject({
      ignore_gbr_congestion: true,
      sr_period: 5,
      cipher_algo_pref: [3, 1, 2],
      integ_algo_pref: [1, 3],
      pdsch: { mcs: 0 },
      prach: { prach_config_index: 0 },
      srs: { resource_auto: { codebook: { resource_type: "periodic", period: 80 } } },
    });
    expect(cell.pusch).toEqual({ phr_link_adaptation: false, mcs: 0, max_rank: 4 });
  });

  it.each([
    [
      "true makes no room in a pattern that has none",
      true,
      "DSUUUUUUUU (5ms,   1DL/8UL), S-slot=10DL:2GP:2UL, EXPERIMENTAL maximum uplink",
      false,
    ],
    [
      "false wins over every pattern",
      false,
      "DDDDDDDSUU (5ms,   7DL/2UL), S-slot=6DL:4GP:4UL, default",
      false,
    ],
    ["true is the default", true, "DDDDDDDSUU (5ms,   7DL/2UL), S-slot=6DL:4GP:4UL, default", true],
  ])("of trs_presence %s", async (_what, trs_presence, tdd_ul_dl_config, present) => {
    const auto = resourceAuto(await nr({ trs_presence, tdd_ul_dl_config }));
    expect(auto).toEqual({ nzp_csi_rs_period: 80, ...(present ? {} : { trs_presence: false }) });
  });

  it("of one cell do not reach the next", async () => {
    const shared = {
      D: sdr,
      A: nrCell("D", { trs_presence: false }),
      B: nrCell("D", { cell_id: 3, pci: 3 }),
    };
    const cells = (await enbCfgOf({ shared })).nr_cell_list as Json[];
    expect(cells.map(resourceAuto)).toEqual([
      { nzp_csi_rs_period: 80, trs_presence: false },
      { nzp_csi_rs_period: 80 },
    ]);
  });

  it("hold a search space of one's own in the order of aggregation levels", async () => {
    const n_candidates = {
      n_candidates_16: 5,
      n_candidates_8: 4,
      n_candidates_4: 3,
      n_candidates_2: 2,
      n_candidates_1: 8,
    };
    const uss = { dci_0_1_and_1_1: false, n_candidates };
    expect((await nr({ uss })).pdcch).toEqual({
      uss: { n_candidates: [8, 2, 3, 4, 5], dci_0_1_and_1_1: false },
    });
  });

  it("fill in TTI bundling, only where its threshold is given", async () => {
    const defaults = { phr_threshold: 0, hysteresis: 6, mcs_max: 10, l_crb_max: 6, e_harq_pattern: false };
    expect((await lte({ tti_bundling: { snr_threshold: -1 } })).tti_bundling).toEqual({
      snr_threshold: -1,
      ...defaults,
    });
    const whole = {
      snr_threshold: 0,
      phr_threshold: 1,
      hysteresis: 2,
      mcs_max: 3,
      l_crb_max: 4,
      e_harq_pattern: true,
    };
    expect((await lte({ tti_bundling: whole })).tti_bundling).toEqual(whole);
    expect(await lte({ tti_bundling: { hysteresis: 3 } })).not.toHaveProperty("tti_bundling");
  });

  const receivers = { allow_1rx_ue: true, allow_2rx_ue: true };

  it.each<[Parameters, Json | undefined]>([
    [{}, undefined],
    [{ allow: false, eredcap_ue: { allow: true } }, undefined],
    [{ allow: true }, { allow: true, ...receivers }],
    [
      { allow: true, allow_1rx_ue: false },
      { allow: true, allow_1rx_ue: false, allow_2rx_ue: true },
    ],
    [
      { allow: true, eredcap_ue: { allow: true, allow_2rx_ue: false } },
      { allow: true, ...receivers, eredcap_ue: { allow_1rx_ue: true, allow_2rx_ue: false } },
    ],
    [
      { allow: true, eredcap_ue: { allow: false } },
      { allow: true, ...receivers },
    ],
    [
      { allow: true, half_duplex: { enable: true } },
      { allow: true, ...receivers, half_duplex: {} },
    ],
    [
      { allow: true, half_duplex: { enable: false } },
      { allow: true, ...receivers },
    ],
    [
      { allow: true, half_duplex: {} },
      { allow: true, ...receivers },
    ],
  ])("allow RedCap UEs by %j", async (redcap_ue, written) => {
    expect((await nr({ redcap_ue })).redcap_ue).toEqual(written);
  });

  it("leave the SSB to the eNB, even where one is given or none can be computed", async () => {
    const left = { amarisoft_ssb_computation: true };
    expect(await nr(left)).not.toHaveProperty("ssb_nr_arfcn");
    expect(await nr({ ...left, ssb_nr_arfcn: 629952 })).not.toHaveProperty("ssb_nr_arfcn");
    const off = { dl_nr_arfcn: 620667 };
    await expect(nr(off)).rejects.toThrow(/sync raster/);
    expect(await nr({ ...off, ...left })).not.toHaveProperty("ssb_nr_arfcn");
  });

  it("name the first DM-RS symbol by the bandwidth", async () => {
    expect((await nr({ ...fddNr, nr_band: 8, dl_nr_arfcn: 188000, bandwidth: 3 })).dmrs_type_a_pos).toBe(3);
    expect((await nr({ ...fddNr, bandwidth: 5 })).dmrs_type_a_pos).toBe(2);
  });
});

describe("an uplink of another bandwidth", () => {
  it.each([
    [1.4, 6],
    [3, 15],
    [5, 25],
    [15, 75],
    [20, 100],
  ])("of %f MHz has its resource blocks on LTE", async (bandwidth_ul, n_rb_ul) => {
    expect(await lte({ bandwidth_ul })).toMatchObject({ n_rb_dl: 50, n_rb_ul });
    expect(await lte({ bandwidth_ul: 10 })).not.toHaveProperty("n_rb_ul");
  });

  it.each<[number, ...(readonly [number, number])[]]>([
    [15, [5, 25], [10, 52], [15, 79], [25, 133], [30, 160], [35, 188], [40, 216], [45, 242], [50, 270]],
    [30, [5, 11], [10, 24], [15, 38], [25, 65], [30, 78], [35, 92], [40, 106], [45, 119], [50, 133]],
  ])("at %i kHz has resource blocks in place of a bandwidth on NR", async (spacing, ...rows) => {
    const n_rb_dl = spacing === 15 ? 106 : 51;
    for (const [bandwidth_ul, n_rb_ul] of rows) {
      const cell = await nr({ bandwidth: 20, subcarrier_spacing: spacing, bandwidth_ul });
      expect(cell).toMatchObject({ n_rb_dl, n_rb_ul });
      expect(cell).not.toHaveProperty("bandwidth");
    }
    const same = await nr({ bandwidth: 20, subcarrier_spacing: spacing, bandwidth_ul: 20 });
    expect(same).toMatchObject({ bandwidth: 20 });
    expect(same).not.toHaveProperty("n_rb_dl");
  });

  it("that the table does not have is an error at bandwidth_ul", async () => {
    await expect(nr({ bandwidth: 20, subcarrier_spacing: 15, bandwidth_ul: 60 })).rejects.toThrow(
      /"N": bandwidth_ul: no carrier has 20 MHz down and 60 MHz up/,
    );
  });
});

/** Checks across that no form can make: warnings, each with what would be right. */
import { describe, expect, test } from "vitest";
import { type Given, lteCell, nrCell, said, sdr } from "./resolved-instance.ts";

const newer = { enb_cfg_layout: "2026" };
const fdd = { rf_mode: "fdd", nr_band: 1, dl_nr_arfcn: 428000, bandwidth: 20 };
const pattern = (period: number, ...counts: readonly [number, number, number, number]) => {
  const [dl_slots, dl_symbols, ul_slots, ul_symbols] = counts;
  return { period, dl_slots, dl_symbols, ul_slots, ul_symbols };
};
const ofCell = (more: object, configuration: object = newer) =>
  said({ configuration: { ...configuration }, shared: { D: sdr, N: nrCell("D", { ...more }) } });
const at = (key: string, text: string) => `warning: shared "N": ${key}: ${text}`;

describe("the slots of a TDD pattern", () => {
  test.each([
    ["fill its period", { pattern1: pattern(5, 7, 6, 2, 4) }, 30],
    ["fill its period without a special slot", { pattern1: pattern(2, 2, 0, 2, 0) }, 30],
    ["fill both periods", { pattern1: pattern(3, 3, 6, 2, 4), pattern2: pattern(2, 4, 0, 0, 0) }, 30],
    ["fill 0.625 ms at 120 kHz", { pattern1: pattern(0.625, 3, 6, 1, 4) }, 120],
  ])("may %s", async (_what, tdd_ul_dl_config, subcarrier_spacing) => {
    const lines = await ofCell({ tdd_ul_dl_config, subcarrier_spacing });
    expect(lines.filter((line) => line.includes("tdd_ul_dl_config"))).toEqual([]);
  });

  test.each([
    [
      { pattern1: pattern(5, 7, 6, 2, 4) },
      15,
      "has 10 slots in 5 ms, and at 15 kHz there are 5; expected: subcarrier_spacing 30, or 5 slots, the one with both symbols included",
    ],
    [
      { pattern1: pattern(5, 3, 6, 2, 4) },
      30,
      "has 6 slots in 5 ms, and at 30 kHz there are 10; expected: 10 slots, the one with both symbols included",
    ],
    [
      { pattern1: pattern(3, 3, 6, 2, 4), pattern2: pattern(2, 3, 0, 0, 0) },
      30,
      "pattern2 has 3 slots in 2 ms, and at 30 kHz there are 4; expected: 4 slots, the one with both symbols included",
    ],
    [
      { pattern1: pattern(5, 7, 8, 2, 8) },
      30,
      "it has 8 downlink and 8 uplink symbols in one slot; expected: 14 symbols or fewer in all",
    ],
    [
      { pattern1: pattern(1.25, 1, 6, 0, 4) },
      30,
      "it has a period of 1.25 ms, which is not a whole number of slots at 30 kHz; expected: subcarrier_spacing 60 or 120, or another period",
    ],
    [
      { pattern1: pattern(2, 2, 6, 1, 4), pattern2: pattern(0.5, 1, 0, 0, 0) },
      15,
      "pattern2 has a period of 0.5 ms, which is not a whole number of slots at 15 kHz, the spacing that pattern1 has; expected: subcarrier_spacing 30 or 60 or 120, or another period",
    ],
    [
      { pattern1: pattern(3, 3, 6, 2, 4) },
      30,
      "a period of 3 ms together do not divide 20 ms; expected: pattern2 with a period that makes them 4, 5, 10 or 20 ms",
    ],
    [
      { pattern1: pattern(3, 3, 6, 2, 4), pattern2: pattern(3, 6, 0, 0, 0) },
      30,
      "periods of 6 ms together do not divide 20 ms; expected: pattern2 with a period that makes them 4, 5, 10 or 20 ms",
    ],
  ])("of %j at %i kHz are warned of", async (tdd_ul_dl_config, subcarrier_spacing, what) => {
    expect(await ofCell({ tdd_ul_dl_config, subcarrier_spacing })).toContain(at("tdd_ul_dl_config", what));
  });
});

describe("TDD patterns on one Radio Unit", () => {
  const lte = (config: number) => {
    const wordings = [
      "[Configuration 0] DSUUUDSUUU (5ms,  2DL/6UL), S-slot=10DL:2GP:2UL, maximum uplink",
      "[Configuration 1] DSUUDDSUUD (5ms,  4DL/4UL), S-slot=10DL:2GP:2UL, balanced downlink and uplink",
    ];
    return lteCell("D", {
      rf_mode: "tdd",
      dl_earfcn: 38050 + config,
      cell_id: 10 + config,
      tdd_ul_dl_config: wordings[config],
    });
  };

  test("that differ are warned of at each cell after the first", async () => {
    const shared = {
      D: sdr,
      A: nrCell("D"),
      B: nrCell("D", { cell_id: 3, pci: 3, tdd_ul_dl_config: "5ms 6UL 3DL 10/2 (high uplink)" }),
      C: nrCell("D", { cell_id: 4, pci: 4 }),
      L: lte(0),
      M: lte(1),
    };
    const other = (reference: string, first: string) =>
      `warning: shared "${reference}": tdd_ul_dl_config: is not that of cell "${first}" on the same Radio Unit "D": one would receive while the other sends; expected: one pattern for all cells of a Radio Unit`;
    expect(await said({ configuration: newer, shared })).toEqual([other("B", "A"), other("M", "L")]);
  });

  test("may be of two spacings, on two Radio Units, or beside fdd", async () => {
    const shared = {
      D: sdr,
      E: { ...sdr, sdr_dev_list: [1] },
      A: nrCell("D", { tdd_ul_dl_config: { pattern1: pattern(5, 7, 0, 3, 0) } }),
      B: nrCell("D", {
        ...{ cell_id: 3, pci: 3, subcarrier_spacing: 60 },
        tdd_ul_dl_config: { pattern1: pattern(5, 14, 0, 6, 0) },
      }),
      C: nrCell("E", { cell_id: 4, pci: 4, tdd_ul_dl_config: "5ms 6UL 3DL 10/2 (high uplink)" }),
      F: nrCell("D", { ...fdd, cell_id: 5 }),
    };
    expect(await said({ configuration: newer, shared })).toEqual([]);
  });
});

describe("random access of an NR cell", () => {
  test("with fdd has no index of unpaired spectrum", async () => {
    expect(await ofCell({ ...fdd, prach_config_index: 256 })).toEqual([
      at(
        "prach_config_index",
        "256 is an index of unpaired spectrum, and rf_mode is fdd; expected: 0 to 255 (TS 38.211 table 6.3.3.2-2)",
      ),
    ]);
    expect(await ofCell({ ...fdd, prach_config_index: 255 })).toEqual([]);
    expect(await ofCell({ prach_config_index: 262 })).toEqual([]);
  });

  test("has the root sequences of its preambles, as far as they are known", async () => {
    const root_sequence_index = 138;
    expect((await ofCell({ root_sequence_index })).join()).toContain("which PRACH configuration 160 has");
    const second = "DDDSUUDDDD (5ms,   7DL/2UL), S-slot=6DL:4GP:4UL, same ratios as default";
    const lines = await ofCell({ root_sequence_index, tdd_ul_dl_config: second });
    expect(lines.join()).toContain("which PRACH configuration 156 has");
    expect(await ofCell({ ...fdd, root_sequence_index })).toEqual([]);
    expect((await ofCell({ ...fdd, root_sequence_index }, {})).join()).toContain(
      "PRACH configuration 160 has",
    );
  });
});

describe("A1", () => {
  const pair = { D: sdr, N: nrCell("D"), L: lteCell("D") };

  test.each([-80, -81])("of %i dBm is not above A2", async (handover_a1_rsrp) => {
    expect(await said({ configuration: { ...newer, handover_a1_rsrp }, shared: pair })).toEqual([
      `warning: configuration.handover_a1_rsrp: ${handover_a1_rsrp} dBm is not above A2, -80 dBm: measurements would stop where they start; expected: more than -80 dBm, or a lower handover_a2_rsrp`,
    ]);
  });

  test("is looked at where there is handover, and above A2 is right", async () => {
    const configuration = { ...newer, handover_a1_rsrp: -79 };
    expect(await said({ configuration, shared: pair })).toEqual([]);
    expect(await ofCell({}, { ...newer, handover_a1_rsrp: -140 })).toEqual([]);
  });
});

test.each<[Given, string]>([
  [
    { shared: { D: sdr, N: lteCell("D", { enable_ul_su_mimo: true }) } },
    "enable_ul_su_mimo: has no effect on an LTE cell",
  ],
  [
    { shared: { D: sdr, N: lteCell("D", { tti_bundling: { mcs_max: 1 } }) } },
    "tti_bundling: has no effect without snr_threshold",
  ],
  [
    { shared: { D: sdr, N: nrCell("D", { amarisoft_ssb_computation: true, ssb_nr_arfcn: 629952 }) } },
    "ssb_nr_arfcn: has no effect with amarisoft_ssb_computation",
  ],
  [
    { shared: {}, configuration: { websocket_password: "p", websocket_url_ipv6: true } },
    "configuration.websocket_password: has no effect with websocket_url_ipv6",
  ],
])("what others leave without effect is warned of: %j", async ({ shared, configuration }, what) => {
  const lines = await said({ shared: shared ?? {}, configuration: { ...newer, ...configuration } });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(what);
});

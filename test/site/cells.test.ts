import { describe, expect, test } from "vitest";
import { lteCell, lteCellOf, nrCell, nrCellOf, resolve, said, sdr, site } from "./resolved-instance.ts";

const lte = (more: Record<string, unknown>) => ({ R: sdr, L: lteCell("R", more) });
const nr = (more: Record<string, unknown>) => ({ R: sdr, N: nrCell("R", more) });

describe("LTE cells", () => {
  test("have band, frequencies and a paired uplink", async () => {
    const cell = lteCellOf(await site({ shared: lte({ dl_earfcn: 3350, bandwidth: 1.4 }) }), "L");
    expect(cell).toMatchObject({
      band: 7,
      dlFrequency: 2680000,
      ulFrequency: 2560000,
      ulEarfcn: 21350,
      nRbDl: 6,
    });
    expect(cell).toMatchObject({ uldlConfig: null, inactivityTimer: 10000, carrierAggregation: "none" });
  });

  test("of TDD have one channel and the first configuration", async () => {
    const cell = lteCellOf(await site({ shared: lte({ rf_mode: "tdd", dl_earfcn: 38050 }) }), "L");
    expect(cell).toMatchObject({ band: 38, ulEarfcn: 38050, uldlConfig: 2 });
    expect(cell.ulFrequency).toBe(cell.dlFrequency);
    const choice = "[Configuration 6] 5ms 5UL 3DL (maximum uplink)";
    const other = await site({ shared: lte({ rf_mode: "tdd", dl_earfcn: 38050, tdd_ul_dl_config: choice }) });
    expect(lteCellOf(other, "L").uldlConfig).toBe(6);
  });

  test("aggregate carriers by the number of other LTE cells", async () => {
    const cells = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, i) => [`L${i}`, lteCell("R", { cell_id: i, pci: i })]),
      );
    const aggregation = async (count: number) =>
      (await site({ shared: { R: sdr, N: nrCell("R", { cell_id: 99 }), ...cells(count) } })).cells
        .filter((cell) => cell.kind === "lte")
        .map((cell) => cell.carrierAggregation);
    expect(await aggregation(1)).toEqual(["none"]);
    expect(await aggregation(2)).toEqual(["cs", "cs"]);
    expect(await aggregation(3)).toEqual(["pucch3", "pucch3", "pucch3"]);
  });

  test.each([
    [{ dl_earfcn: 5000 }, "dl_earfcn: EARFCN 5000 is in no E-UTRA band's downlink"],
    [{ dl_earfcn: 9715 }, "dl_earfcn: band 29 has no uplink to pair with EARFCN 9715"],
    [
      { dl_earfcn: 67200 },
      "dl_earfcn: the uplink EARFCN that pairs with 67200, 132736, is outside the uplink of band 66",
    ],
    [{ dl_earfcn: 300, ul_earfcn: 300 }, "ul_earfcn: EARFCN 300 is in no E-UTRA band's uplink"],
    [{ dl_earfcn: 38050 }, "rf_mode: rf_mode is fdd, and band 38 (EARFCN 38050) is of TDD"],
    [{ dl_earfcn: 300, rf_mode: "tdd" }, "rf_mode: rf_mode is tdd, and band 1 (EARFCN 300) is of FDD"],
  ])("are refused with %j", async (more, what) => {
    const { value, issues } = await resolve({ shared: lte(more) });
    expect(value).toBeUndefined();
    expect(issues.map(({ place, what: told }) => `${place.path.join(".")}: ${told}`)).toEqual([what]);
  });

  test.each([
    [{ ul_earfcn: 19300 }, "ul_earfcn: EARFCN 19300 is in the uplink of band 3, not of band 1"],
    [
      { rf_mode: "tdd", dl_earfcn: 38050, ul_earfcn: 38060 },
      "ul_earfcn: 38060 is not dl_earfcn, and band 38 is of TDD",
    ],
    [{ dl_earfcn: 10 }, "dl_earfcn: the carrier of 10 MHz around 2111 MHz reaches beyond band 1"],
    [
      { tdd_ul_dl_config: "[Configuration 2] 5ms 2UL 6DL (default)" },
      "tdd_ul_dl_config: has no meaning with rf_mode fdd",
    ],
  ])("are warned of with %j, and rendered as given", async (more, what) => {
    const { value, issues } = await resolve({ shared: lte(more) });
    expect(value).toBeDefined();
    expect(issues.map(({ place, what: told }) => `${place.path.join(".")}: ${told}`)).toEqual([what]);
    expect(issues.map(({ severity }) => severity)).toEqual(["warning"]);
  });

  test.each([
    [{ dl_earfcn: 10, bandwidth: 10 }, "a centre of 2115 to 2165 MHz"],
    [{ dl_earfcn: 5205, bandwidth: 10 }, "a centre of 751 MHz"],
    [{ dl_earfcn: 5230, bandwidth: 15 }, "a bandwidth of at most 10 MHz"],
  ])("that reach beyond their band with %j are expected to have %s", async (more, expected) => {
    const { issues } = await resolve({ shared: lte(more) });
    expect(issues.map((issue) => issue.expected)).toEqual([expected]);
  });

  test("in a band without uplink can be given one of another band", async () => {
    const { value, issues } = await resolve({ shared: lte({ dl_earfcn: 9715, ul_earfcn: 18300 }) });
    expect(issues).toEqual([]);
    expect(value && lteCellOf(value, "L")).toMatchObject({ band: 29, ulEarfcn: 18300, ulFrequency: 1950000 });
  });
});

describe("NR cells", () => {
  test("have defaults by their duplex mode", async () => {
    expect(nrCellOf(await site({ shared: nr({}) }), "N")).toMatchObject({
      band: 78,
      dlFrequency: 3450000,
      ulFrequency: 3450000,
      ulNrArfcn: 630000,
      ssbNrArfcn: 629952,
      subcarrierSpacing: 30,
      ssbPosBitmap: "10000000",
      tddPatterns: [{ period: 5, dlSlots: 7, dlSymbols: 6, ulSlots: 2, ulSymbols: 4 }],
    });
    const fdd = { rf_mode: "fdd", nr_band: 7, dl_nr_arfcn: 530000, bandwidth: 20 };
    expect(nrCellOf(await site({ shared: nr(fdd) }), "N")).toMatchObject({
      ulNrArfcn: 506000,
      subcarrierSpacing: 15,
      ssbPosBitmap: "1000",
      tddPatterns: null,
    });
  });

  test("keep what is given", async () => {
    const given = {
      ul_nr_arfcn: 630002,
      ssb_nr_arfcn: 629952,
      subcarrier_spacing: 60,
      ssb_pos_bitmap: "0100",
    };
    expect(nrCellOf(await site({ shared: nr(given) }), "N")).toMatchObject({
      ulNrArfcn: 630002,
      ulFrequency: 3450030,
      ssbNrArfcn: 629952,
      subcarrierSpacing: 60,
      ssbPosBitmap: "0100",
    });
  });

  test("take the SSB by the row of their bandwidth", async () => {
    const n79 = { nr_band: 79, dl_nr_arfcn: 700000 };
    const narrow = nrCellOf(await site({ shared: nr({ ...n79, bandwidth: 30 }) }), "N").ssbNrArfcn;
    const wide = nrCellOf(await site({ shared: nr({ ...n79, bandwidth: 40 }) }), "N").ssbNrArfcn;
    expect(narrow).toBe(700032);
    expect(wide).not.toBe(narrow);
  });

  test.each([
    [{ nr_band: 4 }, ["nr_band: n4 is no NR band"]],
    [
      { nr_band: 77, dl_nr_arfcn: 470400 },
      ["dl_nr_arfcn: NR-ARFCN 470400 (2352 MHz) is outside the downlink of n77"],
    ],
    [{ rf_mode: "fdd" }, ["rf_mode: rf_mode is fdd, and n78 is of TDD"]],
    [
      { rf_mode: "fdd", nr_band: 75, dl_nr_arfcn: 290000, bandwidth: 20 },
      ["dl_nr_arfcn: n75 has no uplink to pair with NR-ARFCN 290000"],
    ],
    [
      { rf_mode: "fdd", nr_band: 66, dl_nr_arfcn: 437000, bandwidth: 20 },
      ["dl_nr_arfcn: the uplink that pairs with NR-ARFCN 437000, 1785 MHz, is outside the uplink of n66"],
    ],
    [
      { rf_mode: "fdd", nr_band: 80, dl_nr_arfcn: 350000 },
      ["dl_nr_arfcn: n80 is a supplementary uplink band: it has no downlink"],
    ],
    [
      { rf_mode: "tdd", nr_band: 54, dl_nr_arfcn: 334040, bandwidth: 5, subcarrier_spacing: 15 },
      ["dl_nr_arfcn: no point of the sync raster of n54 lies a whole number of sub-carriers from 1670.2 MHz"],
    ],
    [{ cell_id: 256 }, ["cell_id: 256 needs more than the 8 bits that a gnb_id_bits of 28 leaves"]],
  ])("are refused with %j", async (more, what) => {
    const { value, issues } = await resolve({ shared: nr(more) });
    expect(value).toBeUndefined();
    const errors = issues.filter(({ severity }) => severity === "error");
    expect(errors.map(({ place, what: told }) => `${place.path.join(".")}: ${told}`)).toEqual(what);
  });

  test.each([
    [{ ul_nr_arfcn: 630002 }, "ul_nr_arfcn: 630002 is not dl_nr_arfcn, and n78 is of TDD"],
    [{ ssb_nr_arfcn: 629994 }, "ssb_nr_arfcn: NR-ARFCN 629994 is not on the sync raster of n78"],
    [
      { dl_nr_arfcn: 630001, ssb_nr_arfcn: 629952 },
      "ssb_nr_arfcn: NR-ARFCN 629952 is not a whole number of sub-carriers of 30 kHz away from the carrier's centre",
    ],
    [
      { bandwidth: 25, subcarrier_spacing: 120 },
      "bandwidth: n78 has no channel of 25 MHz at a sub-carrier spacing of 120 kHz",
    ],
    [{ subcarrier_spacing: 60 }, "tdd_ul_dl_config: has 10 slots in 5 ms, and at 60 kHz there are 20"],
    [{ dl_nr_arfcn: 620020 }, "dl_nr_arfcn: the carrier of 40 MHz around 3300.3 MHz reaches beyond n78"],
    [
      { rf_mode: "fdd", nr_band: 1, dl_nr_arfcn: 428010, bandwidth: 20 },
      "dl_nr_arfcn: NR-ARFCN 428010 is not on the channel raster of n1",
    ],
    [
      { rf_mode: "fdd", nr_band: 1, dl_nr_arfcn: 428000, ul_nr_arfcn: 430000, bandwidth: 20 },
      "ul_nr_arfcn: NR-ARFCN 430000 (2150 MHz) is outside the uplink of n1",
    ],
    [
      { rf_mode: "fdd", nr_band: 1, dl_nr_arfcn: 428000, ul_nr_arfcn: 390001, bandwidth: 20 },
      "ul_nr_arfcn: NR-ARFCN 390001 is not on the channel raster of n1",
    ],
    [
      { rf_mode: "fdd", nr_band: 31, dl_nr_arfcn: 93000, bandwidth: 3 },
      "bandwidth: the SSB at NR-ARFCN 92910, 240 sub-carriers of 15 kHz, does not fit into the carrier of 15 resource blocks",
    ],
  ])("are warned of with %j, and rendered as given", async (more, what) => {
    const { value, issues } = await resolve({ shared: nr(more) });
    expect(value).toBeDefined();
    expect(issues.map(({ place, what: told }) => `${place.path.join(".")}: ${told}`)).toContain(what);
    expect(new Set(issues.map(({ severity }) => severity))).toEqual(new Set(["warning"]));
  });
});

describe("root sequence indexes", () => {
  test("count own cells of a type in the order of the instance, one with its own value too", async () => {
    const resolved = await site({
      shared: {
        R: sdr,
        Z: lteCell("R", { cell_id: 1 }),
        N2: nrCell("R", { cell_id: 2, root_sequence_index: 77 }),
        A: lteCell("R", { cell_id: 3, pci: 3 }),
        P: {
          cell_type: "nr",
          cell_kind: "enb_peer",
          nr_cell_id: 1,
          gnb_id_bits: 28,
          pci: 9,
          dl_nr_arfcn: 630000,
          nr_band: 78,
          tac: 1,
        },
        N1: nrCell("R", { cell_id: 4, pci: 4 }),
      },
    });
    expect(
      Object.fromEntries(
        resolved.cells.map(({ reference, origins }) => [reference, origins.root_sequence_index?.value]),
      ),
    ).toEqual({
      Z: 204,
      A: 205,
      N2: 77,
      N1: 2,
    });
  });

  test("run out, and then need a value of their own", async () => {
    const shared = Object.fromEntries(
      Array.from({ length: 635 }, (_, i) => [
        `L${i}`,
        lteCell("R", { cell_id: i % 256, pci: i % 504, dl_earfcn: 100 + i }),
      ]),
    );
    const errors = (await said({ shared: { R: sdr, ...shared } })).filter(
      (line) => !line.startsWith("warning"),
    );
    expect(errors.filter((line) => line.includes("root_sequence_index"))).toEqual([
      'shared "L634": root_sequence_index: the number that this cell would have, 838, is beyond the last, 837; expected: a value of its own',
    ]);
  });
});

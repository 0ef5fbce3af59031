/** The PLMN and the SSB of peer cells in the 2026 layout. */
import { describe, expect, test } from "vitest";
import { lteCell, nrCell, said, sdr, site } from "./resolved-instance.ts";

const peer = { cell_kind: "enb_peer", pci: 7, tac: 1 };
const lte = { ...peer, cell_type: "lte", e_cell_id: 9, dl_earfcn: 300 };
const nr = { ...peer, cell_type: "nr", nr_cell_id: 9, gnb_id_bits: 28, nr_band: 78, dl_nr_arfcn: 630000 };
const shared = { D: sdr, L: lteCell("D"), N: nrCell("D"), P: lte, Q: nr };
const lists = { plmn_list: { 1: { plmn: "00102" } }, plmn_list_5g: { 1: { plmn: "00103", tac: 1 } } };

describe("the PLMN of a peer cell", () => {
  test("is the first of the instance's own where the older form is rendered in the 2026 layout", async () => {
    const given = { configuration: { ...lists, enb_cfg_layout: "2026" }, shared };
    const { peerCells } = await site(given);
    expect(peerCells.map(({ plmn }) => plmn)).toEqual(["00102", "00103"]);
    expect(peerCells[0]?.origins.plmn?.origin).toEqual({ kind: "computed", rule: "the first of plmn_list" });
    expect(await said(given)).toEqual([
      'warning: shared "P": plmn: missing: "00102" was taken, the first of plmn_list; expected: that of the neighbour',
      'warning: shared "Q": plmn: missing: "00103" was taken, the first of plmn_list_5g; expected: that of the neighbour',
    ]);
  });

  test("is missed in the newer form, and where the instance has none of its own", async () => {
    const missing = (reference: string) =>
      `shared "${reference}": plmn: missing; expected: 5 or 6 digits in quotes, such as "00101"`;
    expect(await said({ configuration: { plmn_list: [{ plmn: "00101" }] }, shared })).toEqual([
      missing("P"),
      missing("Q"),
    ]);
    const configuration = { enb_cfg_layout: "2026", plmn_list: {}, plmn_list_5g: lists.plmn_list_5g };
    expect(await said({ configuration, shared })).toContain(missing("P"));
  });

  test("has no place in the 2024 layout", async () => {
    expect((await site({ configuration: lists, shared })).peerCells.map(({ plmn }) => plmn)).toEqual([
      null,
      null,
    ]);
  });
});

test("a PLMN of NR cells without a tracking area is an error in the 2026 layout", async () => {
  const configuration = { plmn_list_5g: { 1: { plmn: "00101" } } };
  const own = { D: sdr, N: nrCell("D") };
  expect(await said({ configuration, shared: own })).toEqual([]);
  expect(await said({ configuration: { ...configuration, enb_cfg_layout: "2026" }, shared: own })).toEqual([
    'configuration.plmn_list_5g: "00101" has no tac; expected: a tac, such as "0x64"',
  ]);
});

describe("the SSB of a peer cell in n79", () => {
  const n79 = (more: object = {}) => ({
    configuration: { enb_cfg_layout: "2026" },
    shared: {
      D: sdr,
      N: nrCell("D"),
      Q: { ...nr, plmn: "00101", nr_band: 79, dl_nr_arfcn: 720000, ...more },
    },
  });

  test("goes by the row for wide carriers, with a warning", async () => {
    expect((await site(n79())).peerCells).toMatchObject([{ ssbNrArfcn: 720288, ssbSubcarrierSpacing: 30 }]);
    expect(await said(n79())).toEqual([
      'warning: shared "Q": ssb_nr_arfcn: the sync raster of n79 goes by the bandwidth, which is not known here: that of 40 MHz and more was taken; expected: the neighbour\'s own ssb_nr_arfcn',
    ]);
  });

  test("is taken as given, from either row", async () => {
    const given = n79({ ssb_nr_arfcn: 720000 });
    expect((await site(given)).peerCells).toMatchObject([{ ssbNrArfcn: 720000, ssbSubcarrierSpacing: 30 }]);
    expect(await said(given)).toEqual([]);
  });
});

test("an SSB that is given and lies on no raster has the spacing of the computed one", async () => {
  const configuration = { enb_cfg_layout: "2026" };
  const off = { ...nr, plmn: "00101", ssb_nr_arfcn: 630001 };
  const { peerCells } = await site({ configuration, shared: { D: sdr, N: nrCell("D"), Q: off } });
  expect(peerCells).toMatchObject([{ ssbNrArfcn: 630001, ssbSubcarrierSpacing: 30 }]);
});

test("where neither gives a spacing, that is an error at ssb_nr_arfcn", async () => {
  const configuration = { enb_cfg_layout: "2026" };
  // the second is on the raster, 24.5 sub-carriers from the centre
  const offs = [
    { dl_nr_arfcn: 620667, ssb_nr_arfcn: 620667, centre: "3310.005" },
    { dl_nr_arfcn: 630001, ssb_nr_arfcn: 629952, centre: "3450.015" },
  ];
  for (const { centre, ...off } of offs) {
    const peerCell = { ...nr, plmn: "00101", ...off };
    expect(await said({ configuration, shared: { D: sdr, N: nrCell("D"), Q: peerCell } })).toEqual([
      `shared "Q": ssb_nr_arfcn: the sync raster of n78 has no point at NR-ARFCN ${off.ssb_nr_arfcn} that lies a whole number of sub-carriers from ${centre} MHz; expected: another dl_nr_arfcn or ssb_nr_arfcn (TS 38.104 table 5.4.3.3-1)`,
    ]);
  }
});

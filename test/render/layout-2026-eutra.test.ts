/** What of LTE cells goes by their number, and lists of other cells, in the 2026 layout. */
import { describe, expect, it } from "vitest";
import { lteCell, nrCell, sdr } from "../site/resolved-instance.ts";
import { enbCfgOf, type Json } from "./enb-cfg-of.ts";

const tdd = { rf_mode: "tdd", dl_earfcn: 38050 };

/** So many LTE cells, the first of them with what is given. */
async function firstOf(count: number, more: object, nAntennaDl = 2): Promise<Json> {
  const cells = Array.from({ length: count }, (_, i) => [
    `L${i}`,
    lteCell("D", { cell_id: i + 1, pci: i + 1, ...(i === 0 ? more : {}) }),
  ]);
  const shared = { D: { ...sdr, n_antenna_dl: nAntennaDl }, ...Object.fromEntries(cells) };
  return ((await enbCfgOf({ shared })).cell_list as Json[])[0] ?? {};
}

const reportKeys = ["cqi_period", "m_ri", "ap_cqi_period", "ap_cqi_rm", "simultaneousAckNackAndCQI_format3"];

describe("an LTE cell", () => {
  it.each([
    [1, { cqi_pucch_n_rb: 1 }, {}, { cqi_period: 40, m_ri: 8 }],
    [
      2,
      { cqi_pucch_n_rb: 0, ack_nack_feedback_mode_ca: "cs", n1_pucch_an_cs_count: 8 },
      { tdd_ack_nack_feedback_mode_r10: "cs" },
      { ap_cqi_period: 40, ap_cqi_rm: "rm30", simultaneousAckNackAndCQI_format3: true },
    ],
    [
      3,
      { cqi_pucch_n_rb: 0, ack_nack_feedback_mode_ca: "pucch3", n3_pucch_an_n_rb: 3 },
      { tdd_ack_nack_feedback_mode_r10: "cs" },
      { ap_cqi_period: 40, ap_cqi_rm: "rm30" },
    ],
    [
      5,
      { cqi_pucch_n_rb: 0, ack_nack_feedback_mode_ca: "pucch3", n3_pucch_an_n_rb: 3 },
      { tdd_ack_nack_feedback_mode_r10: "cs" },
      { ap_cqi_period: 40, ap_cqi_rm: "rm30" },
    ],
  ])(
    "of %i has the feedback and the reports of so many, in either duplex",
    async (count, pucch, ofTdd, reports) => {
      const fdd = await firstOf(count, {});
      expect(fdd.pucch_dedicated).toEqual({ n1_pucch_sr_count: 11, ...pucch });
      expect(Object.fromEntries(reportKeys.flatMap((key) => (key in fdd ? [[key, fdd[key]]] : [])))).toEqual(
        reports,
      );
      expect((await firstOf(count, tdd)).pucch_dedicated).toEqual({
        n1_pucch_sr_count: 11,
        ...pucch,
        tdd_ack_nack_feedback_mode: "multiplexing",
        ...ofTdd,
      });
    },
  );

  it("on one antenna reports no rank", async () => {
    const cell = await firstOf(1, {}, 1);
    expect(cell).toMatchObject({ cqi_period: 40 });
    expect(cell).not.toHaveProperty("m_ri");
    expect(cell).not.toHaveProperty("transmission_mode");
  });
});

describe("lists of other cells", () => {
  it("say how others configure a cell, by that cell's own parameter", async () => {
    const cells = (await enbCfgOf({
      shared: {
        D: sdr,
        A: lteCell("D", { rrc_configuration: "measurement" }),
        B: lteCell("D", { cell_id: 2, pci: 2 }),
        N: nrCell("D", { cell_id: 3, rrc_configuration: "measurement" }),
        O: nrCell("D", { cell_id: 4, pci: 2 }),
      },
    })) as Record<string, Json[]>;
    const scells = (list: string) => cells[list]?.map(({ scell_list }) => scell_list);
    const eutra = (cell_id: number, rrc_configuration: string) => [
      { cell_id, cross_carrier_scheduling: false, rrc_configuration },
    ];
    expect(scells("cell_list")).toEqual([eutra(2, "initial"), eutra(1, "measurement")]);
    expect(scells("nr_cell_list")).toEqual([
      [{ cell_id: 4, rrc_configuration: "initial" }],
      [{ cell_id: 3, rrc_configuration: "measurement" }],
    ]);
    expect(cells.cell_list?.[0]?.en_dc_scg_cell_list).toEqual([{ cell_id: 3 }, { cell_id: 4 }]);
  });

  it("name the PLMN of peer cells, and the SSB and uplink that they give", async () => {
    const peer = { cell_kind: "enb_peer", pci: 7, tac: "0x10", plmn: "00102" };
    const nr = { ...peer, cell_type: "nr", nr_cell_id: 5, gnb_id_bits: 28, nr_band: 1, dl_nr_arfcn: 428000 };
    const { cell_list } = await enbCfgOf({
      shared: {
        D: sdr,
        L: lteCell("D"),
        P: { ...peer, cell_type: "lte", e_cell_id: 9, dl_earfcn: 300 },
        Q: { ...nr, ssb_nr_arfcn: 428010, ul_nr_arfcn: 390000 },
        R: { ...nr, nr_cell_id: 6 },
      },
    });
    expect((cell_list as Json[])[0]?.ncell_list).toMatchObject([
      { rat: "eutra", cell_id: 9, plmn: "00102" },
      {
        rat: "nr",
        nr_cell_id: 5,
        plmn: "00102",
        ssb_nr_arfcn: 428010,
        ul_nr_arfcn: 390000,
        ssb_subcarrier_spacing: 15,
      },
      { rat: "nr", nr_cell_id: 6, plmn: "00102", ul_nr_arfcn: 390000, ssb_subcarrier_spacing: 15 },
    ]);
  });
});

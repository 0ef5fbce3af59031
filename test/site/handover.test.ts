/** Measurements and handover: one resolution for both wordings and both layouts. */
import { describe, expect, test } from "vitest";
import { enb, type Given, lteCell, nrCell, sdr } from "./resolved-instance.ts";

const layout = { enb_cfg_layout: "2026" };
const pair = { D: sdr, L: lteCell("D"), N: nrCell("D") };
const ltePeer = {
  cell_type: "lte",
  cell_kind: "enb_peer",
  e_cell_id: 1,
  pci: 1,
  tac: 1,
  plmn: "00101",
};
const nrPeer = { ...ltePeer, cell_type: "nr", nr_cell_id: 1, gnb_id_bits: 28, e_cell_id: undefined };
const onBand = {
  lte: (dl_earfcn: number) => ({ ...ltePeer, dl_earfcn, pci: dl_earfcn % 504 }),
  nr: (nr_band: number, dl_nr_arfcn: number) => ({
    ...nrPeer,
    nr_band,
    dl_nr_arfcn,
    pci: dl_nr_arfcn % 1008,
  }),
};

const handover = async (configuration: object, shared: Given["shared"] = pair) =>
  (await enb({ configuration: { ...layout, ...configuration }, shared })).handover;

describe("handover of the 2026 layout", () => {
  test("has its defaults, and none between LTE and NR without a peer cell there", async () => {
    expect(await handover({})).toEqual({
      a1: { rsrp: -70, hysteresis: 0, timeToTrigger: 640 },
      a2: { rsrp: -80, hysteresis: 0, timeToTrigger: 640 },
      gap: 1,
      eutraToEutra: { event: { kind: "a3", offset: 6 }, hysteresis: 0, timeToTrigger: 480 },
      nrToNr: { event: { kind: "a3", offset: 6 }, hysteresis: 0, timeToTrigger: 480 },
      eutraToNr: null,
      nrToEutra: null,
      peerBands: { nr: [], eutra: [] },
    });
  });

  test("is not there with one cell, and is with a cell and a peer cell", async () => {
    expect(await handover({}, { D: sdr, L: lteCell("D") })).toBeNull();
    expect(await handover({}, { D: sdr, L: lteCell("D"), P: onBand.lte(300) })).toMatchObject({
      eutraToNr: null,
      nrToEutra: { event: { kind: "b1", threshold: -80 }, hysteresis: 0, timeToTrigger: 100 },
    });
    expect(await handover({}, { D: sdr, L: lteCell("D"), P: onBand.nr(78, 630000) })).toMatchObject({
      eutraToNr: { event: { kind: "b1", threshold: -80 }, hysteresis: 0, timeToTrigger: 100 },
      nrToEutra: null,
    });
  });

  test("asks for each band of the peer cells once, in their order", async () => {
    const peers = {
      A: onBand.nr(78, 630000),
      B: onBand.lte(3100),
      C: onBand.nr(1, 428000),
      E: onBand.nr(78, 640000),
      F: onBand.lte(300),
      G: onBand.lte(3200),
    };
    expect((await handover({}, { ...pair, ...peers }))?.peerBands).toEqual({ nr: [78, 1], eutra: [7, 1] });
  });

  test.each([
    ["Gap Pattern 1", 1],
    ["Gap Pattern 0", 0],
    ["None", null],
  ])("has the measurement gap of %s", async (handover_meas_gap_config, gap) => {
    expect((await handover({ handover_meas_gap_config }))?.gap).toBe(gap);
  });

  test.each([
    [{ a3_rsrp: -3 }, { kind: "a3", offset: -3 }],
    [{ a4_rsrp: -100 }, { kind: "a4", threshold: -100 }],
    [
      { a5_threshold1_rsrp: -90, a5_threshold2_rsrp: -95 },
      { kind: "a5", threshold1: -90, threshold2: -95 },
    ],
  ])("within LTE and within NR goes by %j", async (event, resolved) => {
    const given = { event, hysteresis: 2, time_to_trigger: 40 };
    const rule = { event: resolved, hysteresis: 2, timeToTrigger: 40 };
    expect(await handover({ eutra_eutra_handover: given, nr_nr_handover: given })).toMatchObject({
      eutraToEutra: rule,
      nrToNr: rule,
    });
  });

  test.each([
    [{ b1_rsrp: -156 }, { kind: "b1", threshold: -156 }],
    [
      { b2_threshold1_rsrp: -90, b2_threshold2_rsrp: -30 },
      { kind: "b2", threshold1: -90, threshold2: -30 },
    ],
  ])("between LTE and NR goes by %j", async (event, resolved) => {
    const given = { event, hysteresis: 30, time_to_trigger: 0 };
    const rule = { event: resolved, hysteresis: 30, timeToTrigger: 0 };
    const shared = { ...pair, P: onBand.lte(300), Q: onBand.nr(78, 630000) };
    expect(await handover({ eutra_nr_handover: given, nr_eutra_handover: given }, shared)).toMatchObject({
      eutraToNr: rule,
      nrToEutra: rule,
    });
  });

  test("that is given replaces the default as a whole, but for the event", async () => {
    const shared = { ...pair, Q: onBand.nr(78, 630000) };
    const given = { eutra_eutra_handover: { hysteresis: 4 }, eutra_nr_handover: { hysteresis: 5 } };
    expect(await handover(given, shared)).toMatchObject({
      eutraToEutra: { event: { kind: "a3", offset: 6 }, hysteresis: 4, timeToTrigger: null },
      eutraToNr: { event: { kind: "b1", threshold: -80 }, hysteresis: 5, timeToTrigger: null },
    });
  });

  test("takes the older wording for A3, with the older defaults for what it leaves out", async () => {
    expect(await handover({ lte_handover_a3_offset: 3, nr_handover_a3_offset: 4 })).toMatchObject({
      eutraToEutra: { event: { kind: "a3", offset: 3 }, hysteresis: 0, timeToTrigger: 480 },
      nrToNr: { event: { kind: "a3", offset: 4 }, hysteresis: 0, timeToTrigger: 100 },
    });
  });
});

describe("the origin of handover", () => {
  const origins = async (configuration: object) =>
    (await enb({ configuration: { ...layout, ...configuration }, shared: pair })).origins;

  test("is its parameter, in either wording, or the default", async () => {
    const given = await origins({ lte_handover_a3_offset: 3, handover_a2_rsrp: -90 });
    expect(given.eutra_eutra_handover?.origin).toEqual({
      kind: "given",
      path: ["configuration", "lte_handover_a3_offset"],
    });
    expect(given.handover_a2_rsrp?.value).toBe(-90);
    expect(given.nr_nr_handover?.origin).toEqual({ kind: "default", of: "the instance" });
    expect(given).not.toHaveProperty("eutra_nr_handover");
  });

  test("says why there is none", async () => {
    const { origins: alone } = await enb({ configuration: layout, shared: { D: sdr, L: lteCell("D") } });
    expect(alone.handover).toEqual({
      value: "none",
      origin: { kind: "computed", rule: "there is but one cell, own and peer ones together" },
    });
  });
});

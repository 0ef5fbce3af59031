/** Addresses, core lists and handover in the 2026 layout of enb.cfg, setting by setting, from parameters. */
import { describe, expect, it } from "vitest";
import { lteCell, nrCell, sdr } from "../site/resolved-instance.ts";
import { enbCfgOf, type Json } from "./enb-cfg-of.ts";

const lte = { D: sdr, L: lteCell("D") };
const nr = { D: sdr, N: nrCell("D") };
const both = { ...lte, ...nr };
const peer = { cell_kind: "enb_peer", pci: 7, tac: 1, plmn: "00101" };
const ltePeer = { ...peer, cell_type: "lte", e_cell_id: 9, dl_earfcn: 3100 };
const nrPeer = { ...peer, cell_type: "nr", nr_cell_id: 9, gnb_id_bits: 28, nr_band: 78, dl_nr_arfcn: 630000 };

describe("entries of core lists", () => {
  it("have their optional addresses, and none that is empty", async () => {
    const configuration = {
      mme_list: [
        { mme_addr: "1.2.3.4", backup_mme_addr: "1.2.3.5:77", s1ap_bind_addr: "10.0.0.2", name: "A" },
        { mme_addr: "1.2.3.6", backup_mme_addr: "", s1ap_bind_addr: "" },
      ],
      amf_list: [{ amf_addr: "[abcd::1]:78", backup_amf_addr: "abcd::2", ngap_bind_addr: "::1" }],
    };
    const cfg = await enbCfgOf({ configuration, shared: both });
    expect(cfg.mme_list).toEqual([
      { mme_addr: "1.2.3.4", backup_mme_addr: "1.2.3.5:77", s1ap_bind_addr: "10.0.0.2" },
      { mme_addr: "1.2.3.6" },
    ]);
    expect(cfg.amf_list).toEqual([
      { amf_addr: "[abcd::1]:78", backup_amf_addr: "abcd::2", ngap_bind_addr: "::1" },
    ]);
  });

  it("may have names for people, of which nothing is rendered", async () => {
    const of = (configuration: Json) => enbCfgOf({ configuration, shared: both });
    const lists = {
      mme_list: [{ mme_addr: "1.2.3.4" }],
      amf_list: [{ amf_addr: "1.2.3.5" }],
      plmn_list: [{ plmn: "00101" }],
      plmn_list_5g: [{ plmn: "00101", tac: "0x64" }],
      nssai: [{ sst: 1, sd: "0x32" }],
    };
    const named = Object.fromEntries(
      Object.entries(lists).map(([key, entries]) => [key, entries.map((entry) => ({ ...entry, name: "A" }))]),
    );
    expect(await of(named)).toEqual(await of(lists));
  });

  it("keep the order of a list, and take that of the names in a dictionary", async () => {
    const entry = (n: number) => ({ mme_addr: `127.0.0.${n}` });
    const list = await enbCfgOf({ configuration: { mme_list: [entry(3), entry(1), entry(2)] }, shared: lte });
    expect(list.mme_list).toEqual([entry(3), entry(1), entry(2)]);
    const named = await enbCfgOf({
      configuration: { mme_list: { 2: entry(2), 10: entry(10) } },
      shared: lte,
    });
    expect(named.mme_list).toEqual([entry(10), entry(2)]);
  });
});

describe("the top level", () => {
  it("has what its cells need, and nothing of the other kind", async () => {
    const ofLte = ["enb_id", "mme_list", "x2_peers", "cell_default"];
    const ofNr = [
      "gnb_id",
      "gnb_id_bits",
      "amf_list",
      "xn_peers",
      "en_dc_support",
      "nr_cell_list",
      "nr_cell_default",
    ];
    const [cfg, other] = [await enbCfgOf({ shared: lte }), await enbCfgOf({ shared: nr })];
    expect(Object.keys(cfg)).toEqual(expect.arrayContaining(ofLte));
    expect(Object.keys(other)).toEqual(expect.arrayContaining(ofNr));
    for (const key of ofNr) expect(cfg).not.toHaveProperty(key);
    for (const key of ofLte) expect(other).not.toHaveProperty(key);
    expect(other).toMatchObject({ cell_list: [], nb_cell_list: [] });
    expect(other).not.toHaveProperty("nb_cell_default");
  });

  it("has the MTU of the user plane and the MBMS gateway only where they are given", async () => {
    const configuration = { gtp_payload_mtu: 68, mbmsgw_addr: "10.0.0.9:36444" };
    expect(await enbCfgOf({ configuration, shared: nr })).toMatchObject(configuration);
    for (const left of [
      await enbCfgOf({ shared: nr }),
      await enbCfgOf({ configuration: { mbmsgw_addr: "" }, shared: nr }),
    ]) {
      expect(left).not.toHaveProperty("gtp_payload_mtu");
      expect(left).not.toHaveProperty("mbmsgw_addr");
    }
  });

  it.each([
    [{ com_addr: "::1" }, {}, "[::1]:9001", undefined],
    [{ com_addr: "10.0.0.9", com_ws_port: 9002 }, {}, "10.0.0.9:9002", undefined],
    [{}, { "websocket-password": "made" }, "127.0.1.2:9001", "made"],
    [{ websocket_password: "given" }, {}, "127.0.1.2:9001", "given"],
    [{ websocket_password: "given" }, { "websocket-password": "made" }, "127.0.1.2:9001", "given"],
    [{ websocket_url_ipv6: true }, { "websocket-password": "made" }, "[fc00::9]:9001", undefined],
  ])("of %j and %j has the remote API there", async (configuration, own, com_addr, password) => {
    const cfg = await enbCfgOf({ configuration, own, shared: nr });
    expect(cfg.com_addr).toBe(com_addr);
    expect(cfg.com_auth).toEqual(password === undefined ? undefined : { password, unsecure: false });
  });
});

describe("the address of the user plane", () => {
  const mme = (...addresses: string[]) => ({ mme_list: addresses.map((mme_addr) => ({ mme_addr })) });
  const amf = (...addresses: string[]) => ({ amf_list: addresses.map((amf_addr) => ({ amf_addr })) });

  it.each([
    [{ gtp_addr: "Localhost address", ...mme("1.2.3.4") }, "127.0.1.1"],
    [{ gtp_addr: "IPv4 LAN address", ...mme("127.0.0.1") }, "10.0.0.9"],
    [{ gtp_addr: "IPv6 Re6st address", ...mme("127.0.0.1") }, "fc00::9"],
    [{ gtp_addr: "10.1.1.1:2152" }, "10.1.1.1:2152"],
    [{ gtp_addr: "Automatic", ...mme("127.9.9.9:77", "1.2.3.4") }, "127.0.1.1"],
    [mme("::1"), "127.0.1.1"],
    [mme("[::1]:36412", "1.2.3.4"), "127.0.1.1"],
    [mme("1.2.3.4", "127.0.0.1"), "10.0.0.9"],
    [mme("abcd::1"), "fc00::9"],
    [{ ...mme("[abcd::1]:78"), ...amf("127.0.0.1") }, "fc00::9"],
    [{ gtp_addr: "", ...mme("abcd::1") }, "fc00::9"],
    [{ ...mme(), ...amf("1.2.3.4") }, "10.0.0.9"],
    [{ ...mme(), ...amf() }, "127.0.1.1"],
  ])("of %j is %s", async (configuration, gtp_addr) => {
    expect((await enbCfgOf({ configuration, shared: both })).gtp_addr).toBe(gtp_addr);
  });

  it("goes by the lists that enb.cfg carries", async () => {
    const configuration = { ...mme("abcd::1"), ...amf("127.0.0.1") };
    expect((await enbCfgOf({ configuration, shared: nr })).gtp_addr).toBe("127.0.1.1");
    expect((await enbCfgOf({ configuration, shared: lte })).gtp_addr).toBe("fc00::9");
  });

  it("in the node's LAN is missed where the node has none", async () => {
    const given = { configuration: { gtp_addr: "IPv4 LAN address" }, own: { "lan-ipv4": "" }, shared: nr };
    await expect(enbCfgOf(given)).rejects.toThrow(/^lan-ipv4: missing, and the user plane needs it/);
  });
});

describe("handover", () => {
  const blocks = async (configuration: Json, shared: Json) => {
    const cfg = await enbCfgOf({ configuration, shared: shared as typeof both });
    return [cfg.cell_default as Json, cfg.nr_cell_default as Json] as const;
  };
  const thresholds = {
    ...{ a1_report_type: "rsrp", a1_rsrp: -70, a1_hysteresis: 0, a1_time_to_trigger: 640 },
    ...{ a2_report_type: "rsrp", a2_rsrp: -80, a2_hysteresis: 0, a2_time_to_trigger: 640 },
  };
  const filters = { ssb_rsrq_filter_coeff: 3, ssb_sinr_filter_coeff: 5 };
  const a3 = { a3_report_type: "rsrp", a3_offset: 6, hysteresis: 0, time_to_trigger: 480 };
  const b1 = { b1_threshold_rsrp: -80, hysteresis: 0, time_to_trigger: 100 };

  it("by default stands in both blocks, between LTE and NR towards peer cells alone", async () => {
    const [eutra, nrBlock] = await blocks({}, both);
    expect(eutra).toMatchObject({ ho_from_meas: true, meas_gap_config: "gp1" });
    expect(eutra.meas_config_desc).toEqual({ ...thresholds, eutra_handover: a3 });
    expect(nrBlock).toMatchObject({ ho_from_meas: true, meas_gap_config: { pattern_id: 1 } });
    expect(nrBlock.meas_config_desc).toEqual({ ...thresholds, nr_handover: a3, ...filters });
    const [withPeers, nrWithPeers] = await blocks({}, { ...both, P: ltePeer, Q: nrPeer });
    expect(withPeers.meas_config_desc).toEqual({
      ...thresholds,
      eutra_handover: a3,
      nr_handover: { b1_report_type: "rsrp", ...b1 },
    });
    expect(nrWithPeers.meas_config_desc).toEqual({
      ...thresholds,
      nr_handover: a3,
      eutra_handover: b1,
      ...filters,
    });
  });

  it("is not there at all with one cell", async () => {
    for (const block of [(await blocks({}, lte))[0], (await blocks({}, nr))[1]]) {
      for (const key of [
        "meas_config_desc",
        "meas_gap_config",
        "ho_from_meas",
        "requested_eutra_freq_bands",
      ]) {
        expect(block).not.toHaveProperty(key);
      }
    }
  });

  it.each<[Json, Json, Json]>([
    [{ a3_rsrp: -2 }, { a3_report_type: "rsrp", a3_offset: -2 }, { a3_report_type: "rsrp", a3_offset: -2 }],
    [{ a4_rsrp: -99 }, { a4_report_type: "rsrp", a4_threshold_rsrp: -99 }, { a4_threshold_rsrp: -99 }],
    [
      { a5_threshold1_rsrp: -90, a5_threshold2_rsrp: -95 },
      { a5_report_type: "rsrp", a5_threshold1_rsrp: -90, a5_threshold2_rsrp: -95 },
      { a5_threshold1_rsrp: -90, a5_threshold2_rsrp: -95 },
    ],
  ])("within one kind by %j has its settings", async (event, eutra, nrOnes) => {
    const rule = { event, hysteresis: 3 };
    const [cell, nrCellDefault] = await blocks({ eutra_eutra_handover: rule, nr_nr_handover: rule }, both);
    expect((cell.meas_config_desc as Json).eutra_handover).toEqual({ ...eutra, hysteresis: 3 });
    expect((nrCellDefault.meas_config_desc as Json).nr_handover).toEqual({ ...nrOnes, hysteresis: 3 });
  });

  it.each<[Json, Json, Json]>([
    [{ b1_rsrp: -100 }, { b1_report_type: "rsrp", b1_threshold_rsrp: -100 }, { b1_threshold_rsrp: -100 }],
    [
      { b2_threshold1_rsrp: -90, b2_threshold2_rsrp: -95 },
      { b2_report_type: "rsrp", b2_threshold1_rsrp: -90, b2_threshold2_rsrp: -95 },
      { b2_threshold1_rsrp: -90, b2_threshold2_rsrp: -95 },
    ],
  ])("between kinds by %j has its settings", async (event, eutra, nrOnes) => {
    const rule = { event, hysteresis: 3, time_to_trigger: 0 };
    const written = { hysteresis: 3, time_to_trigger: 0 };
    const configuration = { eutra_nr_handover: rule, nr_eutra_handover: rule };
    const [cell, nrCellDefault] = await blocks(configuration, { ...both, P: ltePeer, Q: nrPeer });
    expect((cell.meas_config_desc as Json).nr_handover).toEqual({ ...eutra, ...written });
    expect((nrCellDefault.meas_config_desc as Json).eutra_handover).toEqual({ ...nrOnes, ...written });
  });

  it.each([
    ["Gap Pattern 0", "gp0", { pattern_id: 0 }],
    ["None", "none", undefined],
  ])("has the gap of %s", async (handover_meas_gap_config, eutra, nrGap) => {
    const [cell, nrCellDefault] = await blocks({ handover_meas_gap_config }, both);
    expect(cell.meas_gap_config).toBe(eutra);
    expect(nrCellDefault.meas_gap_config).toEqual(nrGap);
  });

  it("asks for the bands of peer cells, each once, beside the measurements", async () => {
    const ofNr = (band_nr: number) => ({
      ...{ rat: "nr", band_nr, max_bandwidth_requested_dl: 100, max_bandwidth_requested_ul: 100 },
      ...{ max_carriers_requested_dl: 2, max_carriers_requested_ul: 2 },
    });
    const ofLte = (band_eutra: number) => ({
      ...{ rat: "eutra", band_eutra, ca_bandwidth_class_dl: "b", ca_bandwidth_class_ul: "b" },
    });
    const shared = {
      ...both,
      P: ltePeer,
      Q: nrPeer,
      R: { ...nrPeer, nr_cell_id: 10, nr_band: 1, dl_nr_arfcn: 428000 },
      S: { ...ltePeer, e_cell_id: 10, pci: 8 },
      T: { ...nrPeer, nr_cell_id: 11, pci: 9 },
    };
    const all = [ofNr(78), ofNr(1), ofLte(7)];
    for (const block of await blocks({}, shared)) {
      expect(block.requested_freq_bands_nr_mrdc).toEqual(all);
      expect(block.requested_freq_bands_nr).toEqual(all);
      expect(block.requested_eutra_freq_bands).toEqual([7]);
    }
    for (const block of await blocks({}, both)) {
      expect([block.requested_freq_bands_nr, block.requested_eutra_freq_bands]).toEqual([[], []]);
    }
  });
});

describe("defaults of NR cells", () => {
  it("say how PUCCH hops only with several", async () => {
    const pucch = async (shared: Json) =>
      ((await enbCfgOf({ shared: shared as typeof nr })).nr_cell_default as Json).pucch;
    const resources = { p0_nominal: -96, resource_auto: {} };
    expect(await pucch(nr)).toEqual(resources);
    expect(await pucch({ ...nr, O: nrCell("D", { cell_id: 3, pci: 3 }) })).toEqual({
      ...resources,
      pucch_group_hopping: "neither",
      hopping_id: -1,
    });
  });
});

/** Rules of the rendered values, one by one, beyond what the reference cases show. */
import { describe, expect, it } from "vitest";
import { planTaps } from "../../src/plan/plan-taps.ts";
import { renderInstance } from "../../src/render/render-instance.ts";
import type { LteCell, NrCell, RadioUnit, Site } from "../../src/site/site.ts";
import { lopcomm, nrCell, site, sunwave } from "../site/resolved-instance.ts";
import { parseAmarisoftCfg } from "../support/amarisoft-cfg.ts";
import { goldenCase, value } from "./golden-cases.ts";

type Json = { readonly [key: string]: unknown };

const render = (site: Site) => value(renderInstance(site, value(planTaps(site)).plan, { state: "/srv/var" }));
const contentOf = (site: Site, path: string) =>
  render(site).find((file) => file.path === path)?.content ?? "";
const enbCfg = (site: Site) => parseAmarisoftCfg(contentOf(site, "enb.cfg")) as Json;
const firstCell = (site: Site, list: "cell_list" | "nr_cell_list") =>
  (enbCfg(site)[list] as Json[])[0] as Json;

/** The first cell of a kind in a case, alone and changed. */
async function alone<Kind extends "lte" | "nr">(
  kind: Kind,
  change: Partial<Kind extends "lte" ? LteCell : NrCell>,
  radioUnit: Partial<RadioUnit> = {},
): Promise<Site> {
  const { site } = await goldenCase("two-lopcomm");
  const cell = site.cells.find((each) => each.kind === kind) as LteCell | NrCell;
  const changed = { ...cell.radioUnit, ...radioUnit, rfPort: 0 };
  return {
    ...site,
    radioUnits: [changed],
    cells: [{ ...cell, ...change, radioUnit: changed } as LteCell | NrCell],
  };
}

it("the files of a Lopcomm Radio Unit begin as Radio Units in the field are known to take them, to the letter", async () => {
  const { site } = await goldenCase("one-lopcomm");
  const files = render(site).filter(({ path }) => path.endsWith(".xml"));
  expect(files).toHaveLength(3);
  for (const { path, content } of files) {
    const [declaration, root, body = ""] = content.split("\n");
    expect(declaration).toBe('<?xml version="1.0" encoding="UTF-8"?>');
    expect(root).toBe('<xc:config xmlns:xc="urn:ietf:params:xml:ns:netconf:base:1.0">');
    expect(content.trimEnd()).toMatch(/<\/xc:config>$/);
    const isUserPlane = path.includes("cu__");
    expect(body.includes(' xc:operation="replace">')).toBe(isUserPlane);
    expect(content.match(/operation=/g)?.length ?? 0).toBe(isUserPlane ? 1 : 0);
  }
});

describe("an LTE cell", () => {
  it.each([
    [6, 15, 1, 5, 0.3, 7, 1],
    [15, 4, 2, 3, 0.2, 6, 1],
    [25, 4, 2, 3, 0.2, 3, 1],
    [50, 4, 2, 3, 0.2, 2, 2],
    [75, 4, 2, 3, 0.2, 2, 2],
    [100, 4, 2, 3, 0.2, 2, 3],
  ])(
    "of %i resource blocks has the settings of its bandwidth",
    async (nRbDl, prach, pdcch, cqi, rate, config, srs) => {
      expect(firstCell(await alone("lte", { nRbDl }), "cell_list")).toMatchObject({
        n_rb_dl: nRbDl,
        prach_config_index: prach,
        pdcch_format: pdcch,
        initial_cqi: cqi,
        si_coderate: rate,
        srs_dedicated: { srs_bandwidth_config: config, srs_bandwidth: srs },
      });
    },
  );

  it.each([
    [1, 0, undefined],
    [2, -3, 3],
    [4, -6, 3],
  ])("on %i antennas has the power and the transmission mode of them", async (nAntennaDl, pA, mode) => {
    const cell = firstCell(await alone("lte", {}, { nAntennaDl }), "cell_list");
    expect(cell).toMatchObject({ n_antenna_dl: nAntennaDl, pdsch_dedicated: { p_a: pA, p_b: -1 } });
    expect([cell.transmission_mode, cell.m_ri]).toEqual([mode, mode && 8]);
  });

  it.each([
    ["none", {}],
    ["cs", { ack_nack_feedback_mode_ca: "cs", n1_pucch_an_cs_count: 8 }],
    ["pucch3", { ack_nack_feedback_mode_ca: "pucch3", n3_pucch_an_n_rb: 3 }],
  ] as const)(
    "with carrier aggregation %s has that in its PUCCH, and the duplex beside it",
    async (kind, settings) => {
      const common = { n1_pucch_sr_count: 11, cqi_pucch_n_rb: 1 };
      const fdd = await alone("lte", { carrierAggregation: kind, rfMode: "fdd", uldlConfig: null });
      expect(firstCell(fdd, "cell_list").pucch_dedicated).toEqual({ ...common, ...settings });
      const tdd = await alone("lte", { carrierAggregation: kind, rfMode: "tdd", uldlConfig: 6 });
      const cell = firstCell(tdd, "cell_list");
      expect(cell).toMatchObject({ uldl_config: 6, sp_config: 7 });
      expect(cell.pucch_dedicated).toEqual({
        ...common,
        ...settings,
        tdd_ack_nack_feedback_mode: "multiplexing",
      });
    },
  );
});

describe("an NR cell", () => {
  const maximumUplink = "5ms 8UL 1DL 2/10 (EXPERIMENTAL maximum uplink)";
  const usual = "5ms 2UL 7DL 4/6 (default)";
  const sunwaveOffsets = { pdsch: { k0: 0, k1: [8, 7, 7, 6, 5, 4, 12, 11] }, pusch: { k2: 4, msg3_k2: 7 } };
  const uplinkOffsets = { pdsch: { k1: [4, 11] }, pusch: { k2: [11, 12, 4, 5, 6, 7, 7, 8], msg3_k2: 7 } };
  const fdd = { rf_mode: "fdd", nr_band: 1, dl_nr_arfcn: 428000, bandwidth: 20 };

  it.each([
    ["lopcomm", "fdd", null, { pdsch: {}, pusch: {} }],
    ["lopcomm", "tdd", usual, { pdsch: {}, pusch: {} }],
    ["lopcomm", "tdd", maximumUplink, uplinkOffsets],
    ["sunwave", "fdd", null, sunwaveOffsets],
    ["sunwave", "tdd", usual, sunwaveOffsets],
    ["sunwave", "tdd", maximumUplink, sunwaveOffsets],
  ] as const)(
    "on a %s Radio Unit in %s has the slot offsets of both",
    async (kind, rfMode, tddPattern, offsets) => {
      const carrier = tddPattern === null ? fdd : { tdd_ul_dl_config: tddPattern };
      const R = kind === "sunwave" ? sunwave(1) : lopcomm(1);
      const cell = firstCell(
        await site({ configuration: { testing: true }, shared: { R, N: nrCell("R", carrier) } }),
        "nr_cell_list",
      );
      expect({ pdsch: cell.pdsch, pusch: cell.pusch }).toEqual(offsets);
      expect(cell.prach).toEqual({
        ra_response_window: rfMode === "tdd" ? 20 : 10,
        ...(kind === "sunwave" ? { msg1_frequency_start: 0 } : {}),
      });
      const coreset =
        kind === "sunwave"
          ? { n_rb_coreset0: 48, n_symb_coreset0: 1, dedicated_coreset: { duration: 1 } }
          : {};
      const candidates = tddPattern === maximumUplink ? [0, 8, 1, 0, 0] : [0, 2, 1, 0, 0];
      expect(cell.pdcch).toEqual({ ...coreset, uss: { n_candidates: candidates, dci_0_1_and_1_1: true } });
      const tracking = tddPattern === maximumUplink ? 0 : 4;
      const { nzp_csi_rs_resource, nzp_csi_rs_resource_set, csi_resource_config } = cell.csi_rs as Record<
        string,
        Json[]
      >;
      expect(nzp_csi_rs_resource).toHaveLength(1 + tracking);
      expect(nzp_csi_rs_resource_set).toHaveLength(tracking === 0 ? 1 : 2);
      expect(csi_resource_config).toHaveLength(tracking === 0 ? 2 : 3);
    },
  );

  it.each([
    [1, "row2", "100000000000", "no_cdm", undefined],
    [2, "other", "100000", "fd_cdm2", { codebook_type: "type1", sub_type: "typeI_SinglePanel" }],
    [
      4,
      "row4",
      "100",
      "fd_cdm2",
      { codebook_type: "type1", sub_type: "typeI_SinglePanel", n1: 2, n2: 1, codebook_mode: 1 },
    ],
    [
      8,
      "other",
      "110011",
      "fd_cdm2",
      { codebook_type: "type1", sub_type: "typeI_SinglePanel", n1: 4, n2: 1, codebook_mode: 1 },
    ],
  ])(
    "on %i antennas has the reference signals and the codebook of them",
    async (nAntennaDl, row, bitmap, cdm, codebook) => {
      const cell = firstCell(await alone("nr", {}, { nAntennaDl }), "nr_cell_list");
      expect((cell.csi_rs as Record<string, Json[]>).nzp_csi_rs_resource?.[0]).toEqual({
        n_ports: nAntennaDl,
        frequency_domain_allocation: row,
        bitmap,
        cdm_type: cdm,
      });
      expect((cell.csi_rs as Record<string, Json[]>).csi_report_config?.[0]?.codebook_config).toEqual(
        codebook,
      );
    },
  );

  it("says a TAC, a RANAC and an SD only where they are given", async () => {
    const site = await alone("nr", {});
    const plmns5g = [
      { plmn: "00101", tac: null, ranac: null, reserved: false },
      { plmn: "00102", tac: 0, ranac: 0, reserved: true },
    ];
    const nssai = [
      { sst: 1, sd: null },
      { sst: 2, sd: 0 },
    ];
    const lists = enbCfg({ ...site, enb: { ...site.enb, plmns5g, nssai } }).nr_cell_default as Json;
    expect(lists.plmn_list).toEqual([
      { plmn: "00101", reserved: false, nssai: [{ sst: 1 }, { sst: 2, sd: 0 }] },
      { plmn: "00102", tac: 0, ranac: 0, reserved: true, nssai: [{ sst: 1 }, { sst: 2, sd: 0 }] },
    ]);
  });
});

describe("an eNB", () => {
  it("without NR cells says nothing of 5G, and without LTE cells nothing of LTE but that there are none", async () => {
    const lte = enbCfg(await alone("lte", {}));
    expect(Object.keys(lte)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(nr_|gnb_|amf_|xn_|en_dc)/)]),
    );
    expect((lte.cell_list as Json[])[0]).not.toHaveProperty("en_dc_scg_cell_list");
    const nr = enbCfg(await alone("nr", {}));
    expect(Object.keys(nr)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(enb_id|mme_|x2_|cell_default)/)]),
    );
    expect(nr.cell_list).toEqual([]);
  });

  it("without any cell and Radio Unit is still a file that can be read", async () => {
    const { site } = await goldenCase("lte-single");
    const cfg = enbCfg({ ...site, cells: [], radioUnits: [] });
    expect(cfg).toMatchObject({ cell_list: [], tx_gain: [], rx_gain: [], rf_driver: { args: "" } });
  });

  it("lists no core network where none is given", async () => {
    const site = await alone("lte", {});
    expect(enbCfg({ ...site, enb: { ...site.enb, mmes: [], plmns: [] } })).toMatchObject({
      mme_list: [],
      cell_default: { plmn_list: [] },
    });
  });

  it("sends nothing on the channels of a Radio Unit that is not active, SDR or CPRI", async () => {
    const { site } = await goldenCase("peers");
    const [first, second] = site.radioUnits as [RadioUnit, RadioUnit];
    const radioUnits = [{ ...first, txrxActive: "INACTIVE" as const }, second];
    expect(enbCfg({ ...site, radioUnits })).toMatchObject({
      tx_gain: [-1000, -1000, second.txGain, second.txGain],
      rx_gain: [first.rxGain, first.rxGain, second.rxGain, second.rxGain],
    });
  });

  it("leaves ifname out where a test instance has no TAP", async () => {
    const { site } = await goldenCase("two-lopcomm");
    const driver = enbCfg({ ...site, testing: true, slaptap: null }).rf_driver;
    expect(driver).toMatchObject({ cpri_mult: "5,8" });
    expect(driver).not.toHaveProperty("ifname");
  });

  it("takes the GPS for both kinds of Radio Units", async () => {
    const { site } = await goldenCase("two-lopcomm");
    const gps = { ...site, enb: { ...site.enb, rfDriver: { name: "sdr" as const, gpsSync: true } } };
    expect(enbCfg(gps).rf_driver).toMatchObject({ sync: "gps", ifname: "slaptap16-1,slaptap16-2" });
  });

  it("with a ready enb.cfg gets every file but that one", async () => {
    const { site } = await goldenCase("two-lopcomm");
    const ready = {
      ...site,
      enb: { ...site.enb, configLink: { url: "https://example.com/enb.cfg", version: null } },
    };
    const names = render(ready).map(({ path }) => path);
    expect(render(site).map(({ path }) => path)).toEqual(["enb.cfg", ...names]);
  });
});

describe("a Lopcomm Radio Unit", () => {
  it("has an endpoint for every antenna, two a port, and random access beside each of the uplink", async () => {
    const text = contentOf(await alone("nr", {}, { nAntennaDl: 8, nAntennaUl: 8 }), "RU2-cu__config.xml");
    const endpoints = [...text.matchAll(/<name>(.*)<\/name>\s*<e-axcid>[\s\S]*?<eaxc-id>(\d+)</g)].map(
      ([, name, id]) => `${name} ${id}`,
    );
    expect(endpoints.filter((line) => line.startsWith("TX"))).toEqual(
      ["P00C00", "P00C01", "P01C00", "P01C01", "P02C00", "P02C01", "P03C00", "P03C01"].map(
        (at, a) => `TXA0${at} ${a}`,
      ),
    );
    expect(endpoints.filter((line) => line.startsWith("PRACH"))).toEqual([
      "PRACH0P00C00 8",
      "PRACH0P00C01 24",
      "PRACH0P01C00 9",
      "PRACH0P01C01 25",
      "PRACH0P02C00 10",
      "PRACH0P02C01 26",
      "PRACH0P03C00 11",
      "PRACH0P03C01 27",
    ]);
  });

  it("keeps its gain in both files and is inactive in both where it is configured so", async () => {
    const site = await alone("nr", {}, { txrxActive: "INACTIVE", txGain: 12.5 });
    for (const file of ["RU2-cu__config.xml", "RU2-cu__inactive__config.xml"]) {
      expect(contentOf(site, file)).toContain("<gain>12.5</gain>");
      expect(contentOf(site, file)).not.toContain(">ACTIVE<");
    }
  });

  it("without a cell gets its processing element and no user plane", async () => {
    const { site } = await goldenCase("two-lopcomm");
    const radioUnits = site.radioUnits.map((radioUnit) => ({ ...radioUnit, cells: [] }));
    const files = render({ ...site, cells: [], radioUnits }).map(({ path }) => path);
    expect(files.filter((path) => path.endsWith(".xml"))).toEqual([
      "RU1-CreateProcessingEle.xml",
      "RU2-CreateProcessingEle.xml",
    ]);
  });
});

describe("a reference", () => {
  const rename = async (reference: string) => {
    const { site } = await goldenCase("two-lopcomm");
    const cells = site.cells.map((cell) => (cell.kind === "lte" ? { ...cell, reference } : cell));
    return renderInstance({ ...site, cells }, value(planTaps(site)).plan, { state: "/srv/var" });
  };

  it("whose file name is too long is an error with both lengths", async () => {
    const longest = `${"é".repeat(40)}five5`;
    expect((await rename(longest)).value).toBeDefined();
    const { value: files, issues } = await rename(`${longest}6`);
    expect(files).toBeUndefined();
    expect(issues).toMatchObject([
      {
        place: { shared: `${longest}6` },
        what: expect.stringMatching(/would have 256 bytes, and a file name has at most 255$/),
      },
    ]);
  });

  it("whose files would have the names of another's is an error", async () => {
    const { site } = await goldenCase("peers");
    const cells = site.cells.map((cell, number) => ({
      ...cell,
      reference: ["\ud800", "\ud801"][number] ?? "",
    }));
    const { value: files, issues } = renderInstance({ ...site, cells }, value(planTaps(site)).plan, {
      state: "/srv/var",
    });
    expect(files).toBeUndefined();
    expect(issues.map(({ what }) => what)).toEqual([
      "its file _ef_bf_bd-drb.cfg has the name of a file of another",
      "its file _ef_bf_bd-sib23.asn has the name of a file of another",
    ]);
  });
});

/** The reference cases, as far as a Site and a TapPlan hold their values. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { load } from "../../src/instance/load.ts";
import { formatIssue } from "../../src/issue/format.ts";
import { formatPlan } from "../../src/plan/plan-json.ts";
import { planTaps } from "../../src/plan/plan-taps.ts";
import { resolveSite } from "../../src/site/resolve-site.ts";
import type { LteCell, NrCell, PeerNrCell, Site } from "../../src/site/site.ts";

const folder = join(import.meta.dirname, "../golden");
const cases = readdirSync(folder).filter((name) => name.endsWith(".json"));

type Json = Record<string, unknown>;
type Case = {
  readonly instance: unknown;
  readonly expect: { readonly "enb.cfg": Json; readonly plan: Record<string, Json> };
};

test("there are as many reference cases as were taken over", () => {
  expect(cases).toHaveLength(13);
});

describe.each(cases)("%s", (name) => {
  const golden = JSON.parse(readFileSync(join(folder, name), "utf8")) as Case;
  const enbCfg = golden.expect["enb.cfg"];

  test("has the cells of enb.cfg with their numbers", async () => {
    const site = await siteOf(golden);
    const { cells } = site;
    const lte = cells.filter((cell): cell is LteCell => cell.kind === "lte");
    const nr = cells.filter((cell): cell is NrCell => cell.kind === "nr");
    expect(enbCfg.cell_list ?? []).toMatchObject(lte.map(lteNumbers));
    expect(enbCfg.nr_cell_list ?? []).toMatchObject(nr.map(nrNumbers));
  });

  test("has the channels of the Radio Units in order", async () => {
    const { radioUnits } = await siteOf(golden);
    const gains = radioUnits.flatMap(({ txrxActive, txGain, nAntennaDl }) =>
      Array(nAntennaDl).fill(txrxActive === "INACTIVE" ? -1000 : txGain),
    );
    expect(gains).toEqual(enbCfg.tx_gain);
    expect(radioUnits.flatMap(({ rxGain, nAntennaUl }) => Array(nAntennaUl).fill(rxGain))).toEqual(
      enbCfg.rx_gain,
    );
    expect(radioUnits.map(({ rfPort }) => rfPort)).toEqual([...radioUnits.keys()]);
  });

  test("has the CPRI links of rf_driver", async () => {
    const { radioUnits, enb } = await siteOf(golden);
    const links = radioUnits.map(({ link }) => link).filter((link) => link.kind === "cpri");
    const driver = enbCfg.rf_driver as Record<string, string>;
    expect(enb.rfDriver.name).toBe(driver.name);
    if (links.length === 0) return;
    const numbers = (text: string | undefined) => text?.split(",").map(Number);
    expect(links.map(({ mapping }) => mapping)).toEqual(driver.cpri_mapping?.split(","));
    expect(links.map(({ mult }) => mult)).toEqual(numbers(driver.cpri_mult));
    expect(links.map(({ rxDelay }) => rxDelay)).toEqual(numbers(driver.cpri_rx_delay));
    expect(links.map(({ txDelay }) => txDelay)).toEqual(numbers(driver.cpri_tx_delay));
    expect(links.map(({ txDbm }) => txDbm)).toEqual(numbers(driver.cpri_tx_dbm));
  });

  test("has the addresses and identities of enb.cfg", async () => {
    const { enb, peers } = await siteOf(golden);
    expect(enb.gtpAddr).toBe(enbCfg.gtp_addr);
    expect(enb.comAddr).toBe(enbCfg.com_addr);
    expect(enb.enbId ?? undefined).toBe(enbCfg.enb_id);
    expect(enb.gnbId?.value).toBe(enbCfg.gnb_id);
    expect(enb.gnbId?.bits).toBe(enbCfg.gnb_id_bits);
    expect(enb.mmes.map(({ address }) => ({ mme_addr: address }))).toEqual(enbCfg.mme_list ?? []);
    expect(enb.amfs.map(({ address }) => ({ amf_addr: address }))).toEqual(enbCfg.amf_list ?? []);
    const addresses = (kind: "lte" | "nr") =>
      peers.filter((peer) => peer.kind === kind).map(({ address }) => address);
    expect(addresses("lte")).toEqual(enbCfg.x2_peers ?? []);
    expect(addresses("nr")).toEqual(enbCfg.xn_peers ?? []);
  });

  test("has the NR peer cells among the neighbours", async () => {
    const { peerCells, cells } = await siteOf(golden);
    const nrPeers = peerCells.filter((cell): cell is PeerNrCell => cell.kind === "nr");
    const lists = [...((enbCfg.cell_list ?? []) as Json[]), ...((enbCfg.nr_cell_list ?? []) as Json[])];
    expect(cells.length).toBe(lists.length);
    for (const { ncell_list } of lists) {
      const told = ((ncell_list ?? []) as Json[]).filter((neighbour) => "nr_cell_id" in neighbour);
      expect(told).toMatchObject(
        nrPeers.map((peer) => ({
          band: peer.band,
          dl_nr_arfcn: peer.dlNrArfcn,
          ul_nr_arfcn: peer.ulNrArfcn,
          ssb_nr_arfcn: peer.ssbNrArfcn,
          ssb_subcarrier_spacing: peer.ssbSubcarrierSpacing,
          nr_cell_id: peer.nrCellId,
          gnb_id_bits: peer.gnbIdBits,
        })),
      );
    }
  });

  test("has the plan of the slaptap", async () => {
    const { value, issues } = planTaps(await siteOf(golden));
    expect(issues).toEqual([]);
    const taps = (value && formatPlan(value.plan).taps)?.map(({ name: tap, ...rest }) => [tap, rest]) ?? [];
    expect(Object.fromEntries(taps)).toEqual(golden.expect.plan);
  });
});

async function siteOf({ instance }: Case): Promise<Site> {
  const loaded = await load(JSON.stringify(instance), "instance.json");
  if (!loaded.value) throw new Error(loaded.issues.map(formatIssue).join("\n"));
  const { value, issues } = resolveSite(loaded.value.instance);
  if (!value) throw new Error(issues.map(formatIssue).join("\n"));
  return value;
}

const common = (cell: LteCell | NrCell) => ({
  n_id_cell: cell.pci,
  cell_id: cell.cellId,
  root_sequence_index: cell.rootSequenceIndex,
  inactivity_timer: cell.inactivityTimer,
  rf_port: cell.radioUnit.rfPort,
  n_antenna_dl: cell.radioUnit.nAntennaDl,
  n_antenna_ul: cell.radioUnit.nAntennaUl,
});

const feedback = {
  none: {},
  cs: { pucch_dedicated: { ack_nack_feedback_mode_ca: "cs" } },
  pucch3: { pucch_dedicated: { ack_nack_feedback_mode_ca: "pucch3" } },
};

function lteNumbers(cell: LteCell) {
  return {
    ...common(cell),
    dl_earfcn: cell.dlEarfcn,
    ul_earfcn: cell.ulEarfcn,
    tac: cell.tac,
    n_rb_dl: cell.nRbDl,
    ...(cell.uldlConfig !== null && { uldl_config: cell.uldlConfig }),
    ...feedback[cell.carrierAggregation],
  };
}

function nrNumbers(cell: NrCell) {
  const pattern = cell.tddPatterns?.[0];
  return {
    ...common(cell),
    band: cell.band,
    bandwidth: cell.bandwidth,
    dl_nr_arfcn: cell.dlNrArfcn,
    ul_nr_arfcn: cell.ulNrArfcn,
    ssb_nr_arfcn: cell.ssbNrArfcn,
    subcarrier_spacing: cell.subcarrierSpacing,
    ssb_pos_bitmap: cell.ssbPosBitmap,
    ...(pattern && {
      tdd_ul_dl_config: {
        pattern1: {
          period: pattern.period,
          dl_slots: pattern.dlSlots,
          dl_symbols: pattern.dlSymbols,
          ul_slots: pattern.ulSlots,
          ul_symbols: pattern.ulSymbols,
        },
      },
    }),
  };
}

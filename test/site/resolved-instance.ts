/** Instances for tests of the site, loaded as a person would write them. */
import { load } from "../../src/instance/load.ts";
import { formatIssue } from "../../src/issue/format.ts";
import type { Outcome } from "../../src/issue/issue.ts";
import type { Enb } from "../../src/site/enb/enb-type.ts";
import { resolveSite } from "../../src/site/resolve-site.ts";
import type { Cell, LteCell, NrCell, RadioUnit, Site } from "../../src/site/site.ts";

type Parameters = Readonly<Record<string, unknown>>;

export type Given = {
  readonly configuration?: Parameters;
  /** By reference, in the order of `slave-instance-list`. */
  readonly shared?: Readonly<Record<string, Parameters>>;
  /** `tap-name`, `ipv6-random` and the like. */
  readonly own?: Parameters;
};

export const sdr = {
  ru_type: "sdr",
  ru_link_type: "sdr",
  sdr_dev_list: [0],
  n_antenna_dl: 2,
  n_antenna_ul: 1,
  tx_gain: 50,
  rx_gain: 40,
};

export function lopcomm(number: number, more: Parameters = {}) {
  return { ...cpri("lopcomm", number), ...more };
}

export function sunwave(number: number, more: Parameters = {}) {
  return { ...cpri("sunwave", number), ...more };
}

function cpri(ru_type: string, number: number) {
  const mac_addr = `00:0a:45:00:00:${number.toString(16).padStart(2, "0")}`;
  const cpri_link = { sdr_dev: Math.floor(number / 4), sfp_port: number % 4 };
  return { ru_type, ru_link_type: "cpri", mac_addr, cpri_link, tx_gain: 11, rx_gain: 21 };
}

export function lteCell(ru: string | Parameters, more: Parameters = {}) {
  const numbers = { rf_mode: "fdd", dl_earfcn: 300, bandwidth: 10, pci: 1, cell_id: 1, tac: 1 };
  return { cell_type: "lte", cell_kind: "enb", ...numbers, ru: carrier(ru), ...more };
}

export function nrCell(ru: string | Parameters, more: Parameters = {}) {
  const numbers = { rf_mode: "tdd", dl_nr_arfcn: 630000, nr_band: 78, bandwidth: 40, pci: 1, cell_id: 2 };
  return { cell_type: "nr", cell_kind: "enb", ...numbers, ru: carrier(ru), ...more };
}

function carrier(ru: string | Parameters): Parameters {
  return typeof ru === "string" ? { ru_type: "ru_ref", ru_ref: ru } : ru;
}

const configuration = {
  enb_id: "0x1A2D0",
  gnb_id: "0x12345",
  mme_list: { 1: { mme_addr: "127.0.1.100" } },
  amf_list: { 1: { amf_addr: "127.0.1.100" } },
  plmn_list: { 1: { plmn: "00101" } },
  plmn_list_5g: { 1: { plmn: "00101", tac: 100 } },
};

/** The site with its issues; parameters that are not for the site to judge make the test fail. */
export async function resolve(given: Given): Promise<Outcome<Site>> {
  const text = JSON.stringify({
    "ipv6-random": "fc00::9",
    "lan-ipv4": "10.0.0.9",
    ...given.own,
    configuration: { ...configuration, ...given.configuration },
    shared: given.shared ?? {},
  });
  const { value, issues } = await load(text, "test.json");
  if (!value) throw new Error(issues.map(formatIssue).join("\n"));
  return resolveSite(value.instance);
}

/** The site; its errors make the test fail. */
export async function site(given: Given): Promise<Site> {
  const { value, issues } = await resolve(given);
  if (!value) throw new Error(issues.map(formatIssue).join("\n"));
  return value;
}

/** All issues as lines of text. */
export async function said(given: Given): Promise<string[]> {
  return (await resolve(given)).issues.map(formatIssue);
}

export function cellOf(resolved: Site, reference: string): Cell {
  return known(
    resolved.cells.find((cell) => cell.reference === reference),
    reference,
  );
}

export function lteCellOf(resolved: Site, reference: string): LteCell {
  const cell = cellOf(resolved, reference);
  if (cell.kind !== "lte") throw new Error(`${reference} is no LTE cell`);
  return cell;
}

export function nrCellOf(resolved: Site, reference: string): NrCell {
  const cell = cellOf(resolved, reference);
  if (cell.kind !== "nr") throw new Error(`${reference} is no NR cell`);
  return cell;
}

export function radioUnitOf(resolved: Site, reference: string): RadioUnit {
  return known(
    resolved.radioUnits.find((radioUnit) => radioUnit.reference === reference),
    reference,
  );
}

export async function enb(given: Given): Promise<Enb> {
  return (await site(given)).enb;
}

function known<T>(found: T | undefined, reference: string): T {
  if (found === undefined) throw new Error(`${reference} is missing`);
  return found;
}

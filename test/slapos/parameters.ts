/** Parameters of instances that the tests request. */
import type { Request } from "./node.ts";

/** The instance itself: an eNB/gNB that touches nothing. */
export const enb = {
  testing: true,
  enb_id: "0x1A2D0",
  gnb_id: "0x12345",
  mme_list: { "1": { mme_addr: "127.0.1.100" } },
  amf_list: { "1": { amf_addr: "127.0.1.100" } },
  plmn_list: { "1": { plmn: "00101" } },
  plmn_list_5g: { "1": { plmn: "00101", tac: 100 } },
};

export function lopcomm(number: number, changed: Readonly<Record<string, unknown>> = {}) {
  return {
    ru_type: "lopcomm",
    ru_link_type: "cpri",
    mac_addr: `00:0a:45:00:00:${(number % 256).toString(16).padStart(2, "0")}`,
    cpri_link: { sdr_dev: Math.floor(number / 4), sfp_port: number % 4 },
    tx_gain: 10 + number,
    rx_gain: 20 + number,
    txrx_active: "ACTIVE",
    ...changed,
  };
}

/** The same without a daemon that manages it: for what is about something else. */
export function sunwave(number: number) {
  return lopcomm(number, { ru_type: "sunwave" });
}

export function sdr(device: number) {
  return {
    ru_type: "sdr",
    ru_link_type: "sdr",
    sdr_dev_list: [device],
    n_antenna_dl: 2,
    n_antenna_ul: 2,
    tx_gain: 51,
    rx_gain: 52,
    txrx_active: "ACTIVE",
  };
}

export function lteCell(number: number, radioUnit: string) {
  return {
    cell_type: "lte",
    cell_kind: "enb",
    rf_mode: "fdd",
    bandwidth: 10,
    dl_earfcn: 100 + 10 * number,
    pci: number,
    cell_id: `0x${(number % 256).toString(16).padStart(2, "0")}`,
    tac: "0x1",
    ru: { ru_type: "ru_ref", ru_ref: radioUnit },
  };
}

export function nrCell(number: number, radioUnit: string) {
  return {
    cell_type: "nr",
    cell_kind: "enb",
    rf_mode: "tdd",
    bandwidth: 20,
    dl_nr_arfcn: 630000 + number,
    nr_band: 78,
    pci: number,
    cell_id: `0x${(number % 256).toString(16).padStart(2, "0")}`,
    ru: { ru_type: "ru_ref", ru_ref: radioUnit },
  };
}

/** `count` Lopcomm Radio Units with a cell each, LTE and NR in turn, `<prefix>RU1` and `<prefix>CELL1` on. */
export function lopcommSites(prefix: string, count: number, changed: object = {}): Request[] {
  return makeSites(prefix, count, (number) => ({ ...lopcomm(number), ...changed }));
}

/** The same with Sunwave Radio Units, which nobody manages over NETCONF. */
export function sunwaveSites(prefix: string, count: number): Request[] {
  return makeSites(prefix, count, sunwave);
}

function makeSites(prefix: string, count: number, make: (number: number) => object): Request[] {
  return Array.from({ length: count }, (_, index) => index + 1).flatMap((number) => {
    const radioUnit = `${prefix}RU${number}`;
    const cell = number % 2 === 1 ? lteCell(number, radioUnit) : nrCell(number, radioUnit);
    return [
      { reference: radioUnit, shared: true, parameters: make(number) },
      { reference: `${prefix}CELL${number}`, shared: true, parameters: cell },
    ];
  });
}

/** Small parameters written by hand, to be made wrong one at a time. */

export const lteConfiguration = {
  enb_id: "0x1A2D0",
  mme_list: { "1": { mme_addr: "127.0.1.100" } },
  plmn_list: { "1": { plmn: "00101" } },
};

export const sdr = {
  ru_type: "sdr",
  ru_link_type: "sdr",
  sdr_dev_list: [0],
  n_antenna_dl: 1,
  n_antenna_ul: 1,
  tx_gain: 50,
  rx_gain: 40,
};

export const lopcomm = {
  ru_type: "lopcomm",
  ru_link_type: "cpri",
  mac_addr: "00:0a:45:00:00:01",
  cpri_link: { sdr_dev: 0, sfp_port: 0 },
  tx_gain: 20,
  rx_gain: 20,
};

export function lteCell(ru: unknown, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    cell_type: "lte",
    cell_kind: "enb",
    rf_mode: "fdd",
    dl_earfcn: 300,
    bandwidth: 10,
    pci: 1,
    cell_id: "0x01",
    tac: "0x1",
    ru,
    ...more,
  };
}

export const onRadioUnit = (reference: string) => ({ ru_type: "ru_ref", ru_ref: reference });
export const asCell = (reference: string) => ({ ru_type: "ruincell_ref", ruincell_ref: reference });

/** A slaptap of the given range. */
export function slaptap(range = "fd00:0:0:66:a200::1/71"): Record<string, string> {
  return {
    "tap-name": "slaptap16",
    "tap-ipv6-network": range,
    "tap-ipv6-gateway": "fd00:0:0:66:a200::1",
    "tap-ipv6-addr": "fd00:0:0:66:a3ff:ffff:ffff:ffff",
  };
}

/** An instance with these shared instances by reference. */
export function instance(
  shared: Record<string, unknown>,
  own: Record<string, unknown> = {},
): Record<string, unknown> {
  return { "ipv6-random": "fc00::1", ...slaptap(), configuration: lteConfiguration, ...own, shared };
}

/** The defaults of parameters, each here only. Schemas show them; the site fills them in. */

export const radioUnitDefaults = { txrx_active: "INACTIVE" } as const;

/** Of any CPRI link; a driver's own win. Delays in µs, `tx_dbm` in dBm. */
export const cpriLinkDefaults = { mult: 16, rx_delay: 0, tx_delay: 0, tx_dbm: 0 } as const;

/** What each CPRI driver has of its own. */
export const driverDefaults = {
  lopcomm: {
    n_antenna_dl: 2,
    n_antenna_ul: 2,
    cpri_link: { ...cpriLinkDefaults, mapping: "hw", rx_delay: 25.11, tx_delay: 14.71, tx_dbm: 63 },
  },
  sunwave: {
    n_antenna_dl: 2,
    n_antenna_ul: 1,
    cpri_link: { ...cpriLinkDefaults, mapping: "bf1", rx_delay: 11, tx_dbm: 42 },
  },
} as const;

export const cellDefaults = {
  /** ms */
  inactivity_timer: 10000,
} as const;

/** By duplex: kHz, and which SSBs are sent. */
export const nrCellDefaults = {
  fdd: { subcarrier_spacing: 15, ssb_pos_bitmap: "1000" },
  tdd: { subcarrier_spacing: 30, ssb_pos_bitmap: "10000000" },
} as const;

/** Of the first own cell of each type; the next one has the next number. */
export const firstRootSequenceIndex = { lte: 204, nr: 1 } as const;

export const enbDefaults = {
  gnb_id_bits: 28,
  use_ipv4: false,
  com_addr: "127.0.1.2",
  com_ws_port: 9001,
  log_phy_debug: false,
  gps_sync: false,
  /** s */
  enb_stats_fetch_period: 60,
  enb_drb_stats_enabled: true,
  /** dB */
  lte_handover_a3_offset: 6,
  nr_handover_a3_offset: 6,
  /** ms */
  lte_handover_a3_time_to_trigger: 480,
  nr_handover_time_to_trigger: 100,
  nssai: { "1": { sst: 1 } },
  testing: false,
} as const;

export const plmnDefaults = { attach_without_pdn: false, reserved: false } as const;

/**
 * The defaults of parameters, each here only; those of a Radio Unit stand with its kind (`radio-units/`). Schemas
 * show them; the site fills them in.
 */

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
  /** Steps of 0.5 dB. */
  lte_handover_a3_offset: 6,
  nr_handover_a3_offset: 6,
  /** ms */
  lte_handover_a3_time_to_trigger: 480,
  nr_handover_time_to_trigger: 100,
  nssai: { "1": { sst: 1 } },
  testing: false,
} as const;

export const plmnDefaults = { attach_without_pdn: false, reserved: false } as const;

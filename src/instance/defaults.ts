/**
 * The defaults of parameters, each here only; those of a Radio Unit stand with its kind (`radio-units/`). Schemas
 * show them; the site fills them in.
 */

export const cellDefaults = {
  /** ms */
  inactivity_timer: 10000,
} as const;

export const nbCellDefaults = { all_ce_level: false } as const;

/** By duplex: kHz, and which SSBs are sent. */
export const nrCellDefaults = {
  fdd: { subcarrier_spacing: 15, ssb_pos_bitmap: "1000" },
  tdd: { subcarrier_spacing: 30, ssb_pos_bitmap: "10000000" },
} as const;

/** Of the first own cell of each type; the next one has the next number. */
export const firstRootSequenceIndex = { lte: 204, nr: 1 } as const;

export const enbDefaults = {
  gnb_id_bits: 28,
  websocket_url_ipv6: false,
  com_addr: "127.0.1.2",
  com_ws_port: 9001,
  log_phy_debug: false,
  gps_sync: false,
  /** dB */
  max_rx_sample_db: 0,
  /** ms */
  min_rxtx_delay: 0,
  /** In the newer form alone; the older one knows nothing of it. */
  check_core_network: true,
  /** s */
  enb_stats_fetch_period: 60,
  enb_drb_stats_enabled: true,
  nssai: [{ sst: 1 }],
  testing: false,
} as const;

/** Of parameters that only the older form has. A schema shows none of them, or a form would fill in both wordings. */
export const olderDefaults = {
  use_ipv4: false,
  /** Steps of 0.5 dB. */
  lte_handover_a3_offset: 6,
  nr_handover_a3_offset: 6,
  /** ms */
  lte_handover_a3_time_to_trigger: 480,
  nr_handover_time_to_trigger: 100,
} as const;

export const plmnDefaults = { attach_without_pdn: false, reserved: false } as const;

export const sliceDefaults = { sst: 1 } as const;

/** Of the newer form; dBm, steps of 0.5 dB, ms. */
export const handoverDefaults = {
  a1: { rsrp: -70, hysteresis: 0, timeToTrigger: 640 },
  a2: { rsrp: -80, hysteresis: 0, timeToTrigger: 640 },
  within: { event: { a3_rsrp: 6 }, hysteresis: 0, time_to_trigger: 480 },
  between: { event: { b1_rsrp: -80 }, hysteresis: 0, time_to_trigger: 100 },
  gap: "Gap Pattern 1",
} as const;

/** Of cells, in the newer form. */
export const cellOptionDefaults = {
  ignore_gbr_congestion: false,
  phr_link_adaptation: true,
  /** ms */
  sr_period: { lte: 20, nr: 40 },
  cipher_algo_pref: [],
  integ_algo_pref: [2, 1],
  rrc_configuration: "initial",
  enable_ul_su_mimo: false,
  trs_presence: true,
  amarisoft_ssb_computation: false,
} as const;

export const ttiBundlingDefaults = {
  phr_threshold: 0,
  hysteresis: 6,
  mcs_max: 10,
  l_crb_max: 6,
  e_harq_pattern: false,
} as const;

/** Of RedCap and of what belongs to it. */
export const redcapDefaults = { allow: false, allow_1rx_ue: true, allow_2rx_ue: true } as const;

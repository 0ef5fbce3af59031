import { expect, test } from "vitest";
import { lteCellSchema } from "../../src/instance/schema/cell.ts";
import {
  lopcomm,
  lteCell,
  ltePeerCell,
  nrCell,
  nrPeerCell,
  saidOfConfiguration,
  saidOfShared,
  sdr,
  sunwave,
} from "./said.ts";

/** Parameters that are good, each beside what it belongs to. */
test.each<[string, object, Record<string, unknown>]>([
  ["8 antennas", sdr, { n_antenna_dl: 8, n_antenna_ul: 8 }],
  ["several devices", sdr, { sdr_dev_list: [2, 3] }],
  ["negative gains with fractions", sdr, { tx_gain: -1.5, rx_gain: -0.25 }],
  ["a state", lopcomm, { txrx_active: "ACTIVE" }],
  [
    "a whole CPRI link",
    lopcomm,
    {
      cpri_link: {
        sdr_dev: 1,
        sfp_port: 3,
        mult: 4,
        mapping: "hw",
        rx_delay: 2.5,
        tx_delay: 0,
        tx_dbm: 46.5,
      },
    },
  ],
  ["a reset schedule", lopcomm, { reset_schedule: "*/15 3-5 1,15 jan-mar 7" }],
  ["a nickname of a schedule", lopcomm, { reset_schedule: "@daily" }],
  ["capital MAC addresses", sunwave, { mac_addr: "00:FA:FE:00:00:0A" }],
  ["a link type left out", sunwave, { ru_link_type: undefined }],
  ["bf1 on Sunwave", sunwave, { cpri_link: { sdr_dev: 0, sfp_port: 0, mapping: "bf1" } }],
  ["1.4 MHz of LTE", lteCell, { bandwidth: 1.4 }],
  ["the last PCI of LTE", lteCell, { pci: 503 }],
  ["numbers as identifiers", lteCell, { cell_id: 255, tac: 65533 }],
  ["leading zeros in hexadecimal", lteCell, { tac: "0x0000fffd" }],
  ["the last root sequence index", lteCell, { root_sequence_index: 837 }],
  [
    "a TDD choice of LTE",
    lteCell,
    {
      rf_mode: "tdd",
      tdd_ul_dl_config: "[Configuration 6] 5ms 5UL 3DL (maximum uplink)",
    },
  ],
  ["the radio of another cell", lteCell, { ru: { ru_type: "ruincell_ref", ruincell_ref: "C" } }],
  ["a whole Radio Unit", nrCell, { ru: lopcomm }],
  ["the last PCI of NR", nrCell, { pci: 1007 }],
  ["a TDD choice of NR", nrCell, { tdd_ul_dl_config: "5ms 6UL 3DL 10/2 (high uplink)" }],
  ["frequency range 2", nrCell, { nr_band: 257, bandwidth: 400, subcarrier_spacing: 120 }],
  ["a long SSB bitmap", nrCell, { ssb_pos_bitmap: "10".repeat(32) }],
  ["14 bits of NR cell identity", nrCell, { cell_id: "0x3fff" }],
  ["28 bits of E-UTRAN cell identity", ltePeerCell, { e_cell_id: "0xfffffff" }],
  ["36 bits of NR cell identity", nrPeerCell, { nr_cell_id: "0xfffffffff", tac: 0xfffffd }],
])("%s is accepted", async (_, base, given) => {
  expect(withEffect(await saidOfShared({ ...base, ...given }))).toEqual([]);
});

test.each<[object, Record<string, unknown>, string]>([
  [sdr, { sdr_dev_list: [0, 0] }, "sdr_dev_list: a device is given twice; expected: each device once"],
  [sdr, { sdr_dev_list: 0 }, "sdr_dev_list: 0 is a number; expected: a list of device numbers"],
  [sdr, { sdr_dev_list: [-1] }, "sdr_dev_list[0]: -1 is too small; expected: an integer from 0 to 1023"],
  [sdr, { n_antenna_dl: 3 }, "n_antenna_dl: 3 is none of the choices; expected: 1, 2, 4 or 8"],
  [sdr, { n_antenna_ul: 0 }, "n_antenna_ul: 0 is none of the choices; expected: 1, 2, 4 or 8"],
  [sdr, { tx_gain: "50" }, 'tx_gain: "50" is text; expected: a number'],
  [sdr, { rx_gain: null }, "rx_gain: empty; expected: a number"],
  [
    sdr,
    { txrx_active: "active" },
    'txrx_active: "active" is none of the choices; expected: "ACTIVE" or "INACTIVE"',
  ],
  [sdr, { ru_link_type: "cpri" }, 'ru_link_type: "cpri" is none of the choices; expected: "sdr"'],
  [
    sdr,
    { mac_addr: "00:0a:45:00:00:01" },
    "mac_addr: unknown key; expected: one of ru_type, ru_link_type, sdr_dev_list, n_antenna_dl, n_antenna_ul, tx_gain, rx_gain, txrx_active",
  ],
  [
    lopcomm,
    { mac_addr: undefined },
    "mac_addr: missing; expected: the MAC address of one device, such as 00:0a:45:00:00:01",
  ],
  [lopcomm, { cpri_link: undefined }, "cpri_link: missing; expected: a dictionary"],
  [lopcomm, { cpri_link: [] }, "cpri_link: a list is given; expected: a dictionary"],
  [
    lopcomm,
    { cpri_link: { sdr_dev: 0, sfp_port: 0, mult: 3 } },
    "cpri_link.mult: 3 is none of the choices; expected: 4, 5, 8 or 16",
  ],
  [
    lopcomm,
    { cpri_link: { sdr_dev: 0, sfp_port: 0, mapping: "bf1" } },
    'cpri_link.mapping: "bf1" is none of the choices; expected: "hw"',
  ],
  [
    lopcomm,
    { cpri_link: { sdr_dev: 0, sfp_prot: 0 } },
    "cpri_link.sfp_port: missing; expected: an integer from 0 to 255",
  ],
  [
    lopcomm,
    { reset_schedule: "every day" },
    'reset_schedule: "every day" is malformed; expected: a cron schedule: minute, hour, day of month, month, day of week, such as "0 3 * * *"',
  ],
  [
    sunwave,
    { reset_schedule: "@daily" },
    "reset_schedule: unknown key; expected: one of ru_type, ru_link_type, mac_addr, cpri_link, n_antenna_dl, n_antenna_ul, tx_gain, rx_gain, txrx_active",
  ],
  [
    sunwave,
    { ru_type: undefined, peer_type: undefined, ru_typ: "sunwave" },
    "of no known kind; perhaps ru_type in place of ru_typ",
  ],
  [lteCell, { pci: 504 }, "pci: 504 is too large; expected: an integer from 0 to 503"],
  [lteCell, { pci: 1.5 }, "pci: 1.5 is not an integer; expected: an integer from 0 to 503"],
  [
    lteCell,
    { cell_id: 256 },
    'cell_id: 256 is too large; expected: an integer from 0 to 255, or hexadecimal in quotes from "0x0" to "0xff"',
  ],
  [
    lteCell,
    { cell_id: "0x100" },
    'cell_id: "0x100" is too large; expected: an integer from 0 to 255, or hexadecimal in quotes from "0x0" to "0xff"',
  ],
  [
    lteCell,
    { cell_id: "01" },
    'cell_id: "01" is malformed; expected: "1" in decimal, or "0x1" in hexadecimal',
  ],
  [
    lteCell,
    { cell_id: -1 },
    'cell_id: -1 is too small; expected: an integer from 0 to 255, or hexadecimal in quotes from "0x0" to "0xff"',
  ],
  [
    lteCell,
    { tac: true },
    'tac: true is not text, nor a number; expected: an integer from 0 to 65535, or hexadecimal in quotes from "0x0" to "0xffff"',
  ],
  [lteCell, { bandwidth: 40 }, "bandwidth: 40 is none of the choices; expected: 1.4, 3, 5, 10, 15 or 20"],
  [lteCell, { rf_mode: "FDD" }, 'rf_mode: "FDD" is none of the choices; expected: "fdd" or "tdd"'],
  [
    lteCell,
    { root_sequence_index: 838 },
    "root_sequence_index: 838 is too large; expected: an integer from 0 to 837",
  ],
  [lteCell, { dl_earfcn: 262144 }, "dl_earfcn: 262144 is too large; expected: an integer from 0 to 262143"],
  [
    lteCell,
    { nr_band: 78 },
    `nr_band: unknown key; expected: one of ${Object.keys(lteCellSchema.shape).join(", ")}`,
  ],
  [
    lteCell,
    { cell_kind: undefined },
    'cell_kind: missing; expected: "enb" (a cell of this eNB) or "enb_peer" (a cell of another)',
  ],
  [
    lteCell,
    { cell_kind: "ue" },
    'cell_kind: "ue" is none of the choices; expected: "enb" (a cell of this eNB) or "enb_peer" (a cell of another)',
  ],
  [lteCell, { cell_type: "umts" }, 'cell_type: "umts" is none of the choices; expected: "lte", "nr" or "nb"'],
  [
    lteCell,
    { ru_type: "sdr" },
    "of several kinds: it has ru_type and cell_type and cell_kind; expected: ru_type (a Radio Unit), cell_type and cell_kind (a cell or a peer cell) or peer_type (a peer)",
  ],
  [lteCell, { ru: undefined }, "ru: missing; expected: a dictionary"],
  [lteCell, { ru: "RU" }, 'ru: "RU" is text; expected: a dictionary'],
  [
    lteCell,
    { ru: {} },
    'ru.ru_type: missing; expected: "ru_ref", "ruincell_ref", "sdr", "lopcomm" or "sunwave"',
  ],
  [
    lteCell,
    { ru: { ru_type: "ru_ref", ru_reff: "RU" } },
    "ru.ru_ref: missing; expected: text; in quotes where it looks like a number",
  ],
  [nrCell, { ru: { ...lopcomm, tx_gian: 1 } }, "ru.tx_gian: unknown key; perhaps tx_gain"],
  [nrCell, { cell_id: "0x4000" }, "cell_id: 16384 is too large; expected: at most 16383"],
  [
    nrCell,
    { bandwidth: 42 },
    "bandwidth: 42 is none of the choices; expected: 3, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100, 200, 400, 800, 1600 or 2000",
  ],
  [
    nrCell,
    { subcarrier_spacing: 20 },
    "subcarrier_spacing: 20 is none of the choices; expected: 15, 30, 60, 120, 480 or 960",
  ],
  [
    nrCell,
    { ssb_pos_bitmap: 1000 },
    'ssb_pos_bitmap: 1000 is a number; expected: a string of 4, 8 or 64 digits 0 and 1, such as "1000"',
  ],
  [
    nrCell,
    { ssb_pos_bitmap: "10001" },
    'ssb_pos_bitmap: "10001" is malformed; expected: a string of 4, 8 or 64 digits 0 and 1, such as "1000"',
  ],
  [nrPeerCell, { gnb_id_bits: 21 }, "gnb_id_bits: 21 is too small; expected: an integer from 22 to 32"],
  [
    nrPeerCell,
    { nr_cell_id: "0x1000000000" },
    'nr_cell_id: "0x1000000000" is too large; expected: an integer from 0 to 68719476735, or hexadecimal in quotes from "0x0" to "0xfffffffff"',
  ],
  [
    ltePeerCell,
    { e_cell_id: "0x10000000" },
    'e_cell_id: "0x10000000" is too large; expected: an integer from 0 to 268435455, or hexadecimal in quotes from "0x0" to "0xfffffff"',
  ],
  [
    { peer_type: "lte", xn_addr: "1.2.3.4" },
    {},
    "x2_addr: missing; expected: an IPv4 or IPv6 address or a host name, with a port or without: 1.2.3.4, 1.2.3.4:77, abcd::1, [abcd::1]:78",
  ],
])("%j with %j is refused", async (base, given, said) => {
  expect((await saidOfShared({ ...base, ...given }))[0]).toBe(said);
});

test.each<[string, object]>([
  ["nothing", {}],
  [
    "all that there is",
    {
      name: "lab",
      enb_id: "0x1A2D0",
      gnb_id: "0x3fffff",
      gnb_id_bits: 22,
      mme_list: { "1": { mme_addr: "1.2.3.4" }, b: { mme_addr: "[abcd:5::1]:78" } },
      amf_list: { "10": { amf_addr: "::1" }, "2": { amf_addr: "4.3.2.1:77" } },
      plmn_list: {
        "1": { plmn: "00101" },
        "2": { plmn: "001010", attach_without_pdn: true, reserved: true },
      },
      plmn_list_5g: { "1": { plmn: "00101", tac: "0xfffffd", ranac: 255, reserved: false } },
      nssai: { "1": { sst: 255, sd: "0xfffffe" } },
      gtp_addr: "10.9.8.7",
      use_ipv4: true,
      com_addr: "::1",
      com_ws_port: 65535,
      websocket_password: 'any "text"\n',
      log_phy_debug: true,
      gps_sync: true,
      enb_stats_fetch_period: 1,
      enb_drb_stats_enabled: false,
      max_rx_sample_db: -3.5,
      min_rxtx_delay: 5,
      lte_handover_a3_offset: -5,
      nr_handover_a3_offset: 8,
      lte_handover_a3_time_to_trigger: 640,
      nr_handover_time_to_trigger: 0,
      "user-authorized-key": "ssh-ed25519 AAAA me",
      xlog_fluentbit_forward_host: "logs.example.com",
      xlog_fluentbit_forward_port: 24224,
      xlog_fluentbit_forward_shared_key: "k",
      "monitor-password": "m",
      enb_config_link: "https://example.com/enb.cfg?x=1",
      enb_config_version: "3",
      testing: true,
    },
  ],
])("a configuration of %s is accepted", async (_, configuration) => {
  expect(withEffect(await saidOfConfiguration(configuration))).toEqual([]);
});

const addresses =
  "expected: an IPv4 or IPv6 address or a host name, with a port or without: 1.2.3.4, 1.2.3.4:77, abcd::1, [abcd::1]:78";

test.each<[object, string]>([
  [
    { enb_id: "0x100000" },
    'enb_id: "0x100000" is too large; expected: an integer from 0 to 1048575, or hexadecimal in quotes from "0x0" to "0xfffff"',
  ],
  [{ gnb_id: 2 ** 28 }, "gnb_id: 268435456 is too large; expected: at most 268435455, as gnb_id_bits is 28"],
  [
    { gnb_id: "0x400000", gnb_id_bits: 22 },
    "gnb_id: 4194304 is too large; expected: at most 4194303, as gnb_id_bits is 22",
  ],
  [{ gnb_id_bits: 33 }, "gnb_id_bits: 33 is too large; expected: an integer from 22 to 32"],
  [
    { mme_list: [{ mme_addr: "1.2.3.4" }, { mme_adr: "1.2.3.4" }] },
    `mme_list[1].mme_addr: missing; ${addresses}`,
  ],
  [{ mme_list: { a: { mme_adr: "1.2.3.4" } } }, `mme_list.a.mme_addr: missing; ${addresses}`],
  [
    { amf_list: { a: { amf_addr: "1.2.3.4:0" } } },
    `amf_list.a.amf_addr: "1.2.3.4:0" is malformed; ${addresses}`,
  ],
  [
    { gtp_addr: "gtp.example.com" },
    `gtp_addr: "gtp.example.com" is malformed; ${addresses
      .replace(
        "expected: ",
        'expected: "Automatic", "IPv4 LAN address", "IPv6 Re6st address" or "Localhost address", or ',
      )
      .replace(" or a host name", "")}`,
  ],
  [
    { com_addr: "127.0.1.2:9001" },
    'com_addr: "127.0.1.2:9001" is malformed; expected: an IPv4 or IPv6 address',
  ],
  [{ com_ws_port: 65536 }, "com_ws_port: 65536 is too large; expected: an integer from 1 to 65535"],
  [
    { plmn_list: { a: { plmn: 101 } } },
    'plmn_list.a.plmn: 101 is a number; expected: 5 or 6 digits in quotes: "00101"',
  ],
  [
    { plmn_list: { a: { plmn: "0010" } } },
    'plmn_list.a.plmn: "0010" is malformed; expected: 5 or 6 digits in quotes, such as "00101"',
  ],
  [{ nssai: { a: { sst: 256 } } }, "nssai.a.sst: 256 is too large; expected: an integer from 0 to 255"],
  [{ use_ipv4: "yes" }, 'use_ipv4: "yes" is text; expected: true or false'],
  [
    { lte_handover_a3_time_to_trigger: 50 },
    "lte_handover_a3_time_to_trigger: 50 is none of the choices; expected: 0, 40, 64, 80, 100, 128, 160, 256, 320, 480, 512, 640, 1024, 1280, 2560 or 5120",
  ],
  [
    { nr_handover_a3_offset: 31 },
    "nr_handover_a3_offset: 31 is too large; expected: an integer from -30 to 30",
  ],
  [
    { websocket_password: 1234 },
    "websocket_password: not text; expected: text; in quotes where it looks like a number",
  ],
  [{ enb_config_link: "enb.cfg" }, 'enb_config_link: "enb.cfg" is malformed; expected: a URL'],
  [{ webscoket_password: "x" }, "webscoket_password: unknown key; perhaps websocket_password"],
  [{ user_authorized_key: "x" }, "user_authorized_key: unknown key; perhaps user-authorized-key"],
])("configuration %j is refused", async (configuration, said) => {
  expect((await saidOfConfiguration(configuration))[0]).toBe(said);
});

test.each([
  ["plmn_list", 6],
  ["plmn_list_5g", 12],
])("%s holds %d entries and no more", async (list, most) => {
  const entries = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`p${i}`, { plmn: "00101" }]));
  expect(await saidOfConfiguration({ [list]: entries(most) })).toEqual([]);
  expect(await saidOfConfiguration({ [list]: entries(most + 1) })).toEqual([
    `${list}: too many entries; expected: at most ${most}`,
  ]);
});

test.each([
  [nrPeerCell, { tac: 0 }, "tac: a reserved value; expected: 0x1 to 0xfffffd, the others are reserved"],
  [ltePeerCell, { tac: "0xfffe" }, "tac: a reserved value; expected: 0x1 to 0xfffd, the others are reserved"],
])("%j with %j is refused", async (base, given, said) => {
  expect(await saidOfShared({ ...base, ...given })).toEqual([said]);
});

test("a slice differentiator that means none is refused", async () => {
  expect(await saidOfConfiguration({ nssai: { a: { sst: 1, sd: "0xFFFFFF" } } })).toEqual([
    "nssai.a.sd: a reserved value; expected: no sd: this value means that there is none",
  ]);
});

test("a parameter that nothing reads yet is a warning where it is given", async () => {
  expect(await saidOfConfiguration({ name: "north" })).toEqual([
    "warning: configuration.name: has no effect yet",
  ]);
});

/** Without the warnings at what nothing reads yet. */
function withEffect(said: readonly string[]): string[] {
  return said.filter((line) => !line.endsWith(": has no effect yet"));
}

test("a TDD pattern that is not known is refused with those that are", async () => {
  const [said, ...others] = await saidOfShared({ ...nrCell, tdd_ul_dl_config: "5ms" });
  expect(others).toEqual([]);
  expect(said).toMatch(
    /^tdd_ul_dl_config: "5ms" is none of the choices; expected: "DDDDDDDSUU \(5ms, {3}7DL\/2UL\), .*"5ms 2UL 7DL 4\/6 \(default\)"/,
  );
});

test.each([
  [{ event: { a3_rsrp: 3, a4_rsrp: -90 }, hysteresis: 0 }, "not the settings of one event"],
  [{ event: { a5_threshold1_rsrp: -90 }, hysteresis: 0 }, "not the settings of one event"],
  [{ event: { a3_rsrp: 3 } }, "missing"],
])("a handover of %j is refused", async (eutra_eutra_handover, what) => {
  expect((await saidOfConfiguration({ eutra_eutra_handover })).join()).toContain(what);
});

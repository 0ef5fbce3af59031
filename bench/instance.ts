/** Instances of any size, as slapconfiguration hands them over. */

/** One NR cell on each of `count` Lopcomm Radio Units, all neighbours of each other. */
export function instanceOf(count: number): Record<string, unknown> {
  const shared = Array.from({ length: count }, (_, i) => [
    sharedInstance(`RU${i}`, {
      ru_type: "lopcomm",
      ru_link_type: "cpri",
      mac_addr: `00:0a:45:00:${hex(i >> 8)}:${hex(i & 255)}`,
      cpri_link: { sdr_dev: Math.floor(i / 4), sfp_port: i % 4 },
      tx_gain: 20,
      rx_gain: 20,
    }),
    sharedInstance(`CELL${i}`, {
      cell_type: "nr",
      cell_kind: "enb",
      rf_mode: "tdd",
      dl_nr_arfcn: 630000,
      nr_band: 78,
      bandwidth: 20,
      pci: i,
      cell_id: i,
      ru: { ru_type: "ru_ref", ru_ref: `RU${i}` },
    }),
  ]).flat();
  return {
    "instance-title": "BENCH",
    "root-instance-title": "BENCH",
    "slap-software-type": "enb",
    "slap-computer-id": "COMP-1",
    "slap-computer-partition-id": "slappart0",
    "ipv6-random": "fc00::1",
    "ipv4-random": "10.0.0.1",
    "lan-ipv4": "10.0.0.2",
    "tap-name": "slaptap16",
    "tap-ipv6-network": "2401:5180:0:66:a200::1/71",
    "tap-ipv6-gateway": "2401:5180:0:66:a200::1",
    "tap-ipv6-addr": "2401:5180:0:66:a3ff:ffff:ffff:ffff",
    configuration: {
      gnb_id: "0x12345",
      amf_list: { "1": { amf_addr: "127.0.1.100" } },
      plmn_list_5g: { "1": { plmn: "00101", tac: 100 } },
    },
    "slave-instance-list": shared,
  };
}

function sharedInstance(reference: string, parameters: Record<string, unknown>) {
  return {
    slave_title: reference,
    slave_reference: `SOFTINST-${reference}`,
    slap_software_type: "enb",
    _: JSON.stringify(parameters),
  };
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

/** What the loader says about an input, as a person reads it. */
import { load } from "../../src/instance/load.ts";
import { formatIssue } from "../../src/issue/format.ts";

/** The issues of a text; its file is called `F`. */
export async function saidOf(text: string): Promise<string[]> {
  return (await load(text, "F")).issues.map(formatIssue);
}

/** The issues of one shared instance called `X` beside a good configuration, without its name. */
export async function saidOfShared(parameters: unknown): Promise<string[]> {
  const said = await saidOf(JSON.stringify(handedOver({ X: parameters })));
  return said.map((line) => line.replace(/^shared "X": /, ""));
}

/** The issues of `configuration`, without that word. */
export async function saidOfConfiguration(configuration: unknown): Promise<string[]> {
  const said = await saidOf(JSON.stringify({ ...handedOver({}), configuration }));
  return said.map((line) => line.replace(/^configuration[:.] ?/, ""));
}

/** As slapconfiguration hands it over. */
export function handedOver(shared: Readonly<Record<string, unknown>>) {
  return {
    "slap-computer-partition-id": "slappart9",
    configuration: {},
    "slave-instance-list": Object.entries(shared).map(([title, parameters], i) => ({
      slave_title: title,
      slave_reference: `SOFTINST-${i + 1}`,
      slap_software_type: "enb",
      _: JSON.stringify(parameters),
    })),
  };
}

export const sdr = {
  ru_type: "sdr",
  ru_link_type: "sdr",
  sdr_dev_list: [0],
  n_antenna_dl: 2,
  n_antenna_ul: 2,
  tx_gain: 50,
  rx_gain: 40,
};

export const lopcomm = {
  ru_type: "lopcomm",
  ru_link_type: "cpri",
  mac_addr: "00:0a:45:00:00:01",
  cpri_link: { sdr_dev: 0, sfp_port: 0 },
  tx_gain: 50,
  rx_gain: 40,
};

export const sunwave = { ...lopcomm, ru_type: "sunwave" };

export const lteCell = {
  cell_type: "lte",
  cell_kind: "enb",
  rf_mode: "fdd",
  pci: 1,
  cell_id: "0x01",
  bandwidth: 5,
  dl_earfcn: 100,
  tac: "0x101",
  ru: { ru_type: "ru_ref", ru_ref: "RU" },
};

export const nrCell = {
  cell_type: "nr",
  cell_kind: "enb",
  rf_mode: "tdd",
  pci: 1,
  cell_id: "0x01",
  bandwidth: 40,
  dl_nr_arfcn: 630000,
  nr_band: 78,
  ru: { ru_type: "ru_ref", ru_ref: "RU" },
};

export const ltePeerCell = {
  cell_type: "lte",
  cell_kind: "enb_peer",
  e_cell_id: "0x12345",
  pci: 35,
  dl_earfcn: 700,
  tac: 123,
};

export const nrPeerCell = {
  cell_type: "nr",
  cell_kind: "enb_peer",
  nr_cell_id: "0x77712",
  gnb_id_bits: 22,
  dl_nr_arfcn: 520000,
  nr_band: 38,
  pci: 75,
  tac: 321,
};

/** JSON schemas of what an instance publishes (`published.ts`). */

const dialect = "https://json-schema.org/draft/2020-12/schema";

const text = (title: string, description?: string) => ({
  type: "string",
  title,
  ...(description && { description }),
});
const number = (title: string, description?: string) => ({ ...text(title, description), type: "number" });
const references = (title: string) => ({ type: "array", title, items: { type: "string" } });

const lists = {
  "ru-list": references("Radio Units"),
  "cell-list": references("Cells"),
  "peer-list": references("Peers"),
  "peer-cell-list": references("Peer cells"),
};
const group = (name: string, schemas: Readonly<Record<string, object>>) =>
  Object.fromEntries(Object.entries(schemas).map(([key, schema]) => [`${name}.${key}`, schema]));

const root = {
  $schema: dialect,
  title: "What an eNB/gNB publishes",
  type: "object",
  properties: {
    "amarisoft-version": text("Amarisoft version", "The folder that is used, or Unknown."),
    "license-expiration": text("Licence expiration", "The version date that the licence covers, or Unknown."),
    "enb-ipv4": { ...text("IPv4 address"), type: ["string", "null"] },
    "enb-ipv6": { ...text("IPv6 address"), type: ["string", "null"] },
    ...lists,
    websocket_url: text("Remote API", "Where a password was set."),
    ...group("NODEB", lists),
    ...group("AMARISOFT", {
      version: text("Amarisoft version", "The folder that is used, or Unknown."),
      "license-expiration": text(
        "Licence expiration",
        "The version date that the licence covers, or Unknown.",
      ),
      "host-id": text("Host of the licence", "The machine that the licence is for, or Unknown."),
    }),
  },
};

const radioUnit = {
  "cell-list": references("Cells"),
  ipv6: text("Address of the Radio Unit", "CPRI only."),
  tx_gain: number("Transmit gain", "dB"),
  rx_gain: number("Receive gain", "dB"),
  firmware: {
    ...text("Firmware", "Lopcomm: the version that runs, as last read."),
    type: ["string", "null"],
  },
  serial_number: { ...text("Serial number", "Lopcomm: as last read."), type: ["string", "null"] },
  read_at: text("Read at", "When firmware and serial number were last read, in UTC."),
  txrx_active: { title: "State", enum: ["ACTIVE", "INACTIVE"] },
};

const cell = {
  ru: text("Radio Unit"),
  band: text("Band", "bN for LTE, nN for NR."),
  dl_earfcn: number("Downlink EARFCN"),
  ul_earfcn: number("Uplink EARFCN"),
  dl_nr_arfcn: number("Downlink NR-ARFCN"),
  ul_nr_arfcn: number("Uplink NR-ARFCN"),
  ssb_nr_arfcn: number("SSB NR-ARFCN"),
  pci: number("Physical cell identity"),
  bandwidth: number("Channel bandwidth", "MHz"),
  dl_frequency: number("Downlink frequency", "MHz"),
  ul_frequency: number("Uplink frequency", "MHz"),
  root_sequence_index: number("Root sequence index"),
  tac: text("Tracking area code", "LTE; in hexadecimal."),
  tdd_ul_dl_config: { title: "TDD configuration" },
  e_cell_id: text("E-UTRAN cell identity", "In hexadecimal."),
  nr_cell_id: text("NR cell identity", "In hexadecimal."),
  gnb_id_bits: number("Bits of the gNB identity"),
  "handover-json-export": text(
    "As peer cell",
    "Parameters of a peer cell, JSON: what an eNB needs to hand over to this one.",
  ),
};

const shared = {
  $schema: dialect,
  title: "What a part of an eNB/gNB publishes",
  description: "Beside these the software type as a key, with the title of the eNB/gNB.",
  type: "object",
  properties: {
    ...radioUnit,
    ...cell,
    error: text("Error", "What is wrong with the parameters; until then what was published before stays."),
  },
};

export const responseSchemas = { root, shared };

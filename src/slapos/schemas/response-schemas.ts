/** JSON schemas of what an instance publishes (`published.ts`). */

const dialect = "https://json-schema.org/draft/2020-12/schema";

const text = (title: string, description?: string) => ({
  type: "string",
  title,
  ...(description && { description }),
});
const number = (title: string, description?: string) => ({ ...text(title, description), type: "number" });
const references = (title: string) => ({ type: "array", title, items: { type: "string" } });

const root = {
  $schema: dialect,
  title: "What an eNB/gNB publishes",
  type: "object",
  properties: {
    "amarisoft-version": text("Amarisoft version", "The folder that is used, or Unknown."),
    "license-expiration": text("Licence expiration", "The version date that the licence covers, or Unknown."),
    "enb-ipv4": { ...text("IPv4 address"), type: ["string", "null"] },
    "enb-ipv6": { ...text("IPv6 address"), type: ["string", "null"] },
    "ru-list": references("Radio Units"),
    "cell-list": references("Cells"),
    "peer-list": references("Peers"),
    "peer-cell-list": references("Peer cells"),
    websocket_url: text("Remote API", "Where a password was set."),
  },
};

const radioUnit = {
  "cell-list": references("Cells"),
  ipv6: text("Address of the Radio Unit", "CPRI only."),
  tx_gain: number("Transmit gain", "dB"),
  rx_gain: number("Receive gain", "dB"),
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

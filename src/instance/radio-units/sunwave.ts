/** Sunwave Radio Units. They answer later than others, whatever the duplex and the TDD pattern. */
import { parameters } from "../fields/parameters.ts";
import { cpriFields, cpriLinkDefaults, makeCpriExample } from "./cpri.ts";
import type { RadioUnitKind } from "./kind.ts";

const name = "sunwave";

const defaults = {
  n_antenna_dl: 2,
  n_antenna_ul: 1,
  cpri_link: { ...cpriLinkDefaults, mapping: "bf1", rx_delay: 11, tx_dbm: 42 },
} as const;

export const sunwave = {
  name,
  title: "Sunwave",
  schema: parameters(cpriFields(name, defaults), { title: "Sunwave Radio Unit" }),
  link: "cpri",
  defaults,
  cells: null,
  userPlaneModel: null,
  nrScheduling: {
    msg1FrequencyStart: 0,
    coreset: { nRbCoreset0: 48, nSymbCoreset0: 1, duration: 1 },
    slotOffsets: { k0: 0, k1: [8, 7, 7, 6, 5, 4, 12, 11], k2: 4, msg3K2: 7 },
  },
  example: makeCpriExample(name),
} as const satisfies RadioUnitKind;

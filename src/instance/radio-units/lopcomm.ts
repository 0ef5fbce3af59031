/** Lopcomm O-RAN Radio Units: one cell each, configured over NETCONF. */
import { cronSchedule } from "../fields/cron.ts";
import { orEmpty } from "../fields/or-empty.ts";
import { parameters } from "../fields/parameters.ts";
import { cpriFields, cpriLinkDefaults, makeCpriExample } from "./cpri.ts";
import type { RadioUnitKind } from "./kind.ts";
import { netconfFields } from "./netconf.ts";

const name = "lopcomm";

const defaults = {
  n_antenna_dl: 2,
  n_antenna_ul: 2,
  cpri_link: { ...cpriLinkDefaults, mapping: "hw", rx_delay: 25.11, tx_delay: 14.71, tx_dbm: 63 },
} as const;

export const lopcomm = {
  name,
  title: "Lopcomm",
  schema: parameters(
    {
      ...cpriFields(name, defaults),
      reset_schedule: orEmpty(
        cronSchedule({
          title: "Reset schedule",
          description: "When to reset the Radio Unit, as in crontab(5).",
        }),
      ),
      ...netconfFields,
    },
    { title: "Lopcomm Radio Unit" },
  ),
  link: "cpri",
  defaults,
  cells: { min: 1, max: 1 },
  userPlaneModel: "uplane-conf-option8",
  nrScheduling: null,
  example: makeCpriExample(name),
} as const satisfies RadioUnitKind;

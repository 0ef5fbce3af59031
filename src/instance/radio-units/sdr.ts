/** SDR cards in the node that make up a Radio Unit. */
import * as z from "zod";
import { choice, integer } from "../fields/field.ts";
import { parameters } from "../fields/parameters.ts";
import { sdrDevice } from "../limits.ts";
import { commonFields, exampleGains, nAntennaDl, nAntennaUl, ruType } from "./common.ts";
import type { RadioUnitKind } from "./kind.ts";

const name = "sdr";

const sdrDevList = z
  .array(integer(sdrDevice, { title: "Device", description: "N of /dev/sdrN." }), "a list of device numbers")
  .min(1)
  .refine((devices) => new Set(devices).size === devices.length, {
    error: "each device once",
    params: { what: "a device is given twice" },
  })
  .meta({ title: "SDR devices", description: "Cards that make up this Radio Unit.", uniqueItems: true });

export const sdr = {
  name,
  title: "SDR",
  schema: parameters(
    {
      ru_type: ruType(name),
      ru_link_type: choice(["sdr"], { title: "Link" }).optional(),
      sdr_dev_list: sdrDevList,
      n_antenna_dl: nAntennaDl(),
      n_antenna_ul: nAntennaUl(),
      ...commonFields,
    },
    { title: "SDR card" },
  ),
  link: "sdr",
  defaults: {},
  cells: null,
  userPlaneModel: null,
  nrScheduling: null,
  example: (index) => ({
    ru_type: name,
    ru_link_type: "sdr",
    sdr_dev_list: [index],
    n_antenna_dl: 2,
    n_antenna_ul: 2,
    ...exampleGains,
  }),
} as const satisfies RadioUnitKind;

/** What kinds of Radio Units on a CPRI link have in common. */
import { macAddress } from "../fields/address.ts";
import { choice, decimal, integer } from "../fields/field.ts";
import { parameters } from "../fields/parameters.ts";
import { sdrDevice, sfpPort } from "../limits.ts";
import type { Entries } from "../text/yaml-block.ts";
import { commonFields, exampleGains, nAntennaDl, nAntennaUl, ruType } from "./common.ts";

/** Of any CPRI link; a kind's own win. Delays in µs, `tx_dbm` in dBm. */
export const cpriLinkDefaults = { mult: 16, rx_delay: 0, tx_delay: 0, tx_dbm: 0 } as const;

const cpriMults = [4, 5, 8, 16] as const;

/** Ports of a CPRI board, as a new parameter file assumes them. */
const portsOfBoard = 4;

type CpriDefaults<Mapping extends string> = {
  readonly n_antenna_dl: number;
  readonly n_antenna_ul: number;
  readonly cpri_link: {
    readonly mult: number;
    readonly mapping: Mapping;
    readonly rx_delay: number;
    readonly tx_delay: number;
    readonly tx_dbm: number;
  };
};

/** The fields of a schema, with a kind's defaults. */
export function cpriFields<const Name extends string, const Mapping extends string>(
  name: Name,
  defaults: CpriDefaults<Mapping>,
) {
  return {
    ru_type: ruType(name),
    ru_link_type: choice(["cpri"], { title: "Link" }).optional(),
    mac_addr: macAddress({ title: "MAC address", description: "Of the Radio Unit's management interface." }),
    cpri_link: cpriLinkSchema(defaults.cpri_link),
    n_antenna_dl: nAntennaDl(defaults.n_antenna_dl).optional(),
    n_antenna_ul: nAntennaUl(defaults.n_antenna_ul).optional(),
    ...commonFields,
  };
}

function cpriLinkSchema<const Mapping extends string>(preset: CpriDefaults<Mapping>["cpri_link"]) {
  return parameters(
    {
      sdr_dev: integer(sdrDevice, { title: "CPRI board", description: "N of /dev/sdrN." }),
      sfp_port: integer(sfpPort, { title: "SFP port", description: "Port of the CPRI board." }),
      mult: choice(cpriMults, { title: "Line rate multiplier", default: preset.mult }).optional(),
      mapping: choice([preset.mapping], {
        title: "Mapping",
        description: "How samples lie in a CPRI frame; this Radio Unit knows one way.",
        default: preset.mapping,
      }).optional(),
      rx_delay: decimal({ title: "Receive delay", unit: "µs", default: preset.rx_delay }).optional(),
      tx_delay: decimal({ title: "Transmit delay", unit: "µs", default: preset.tx_delay }).optional(),
      tx_dbm: decimal({ title: "Transmit power", unit: "dBm", default: preset.tx_dbm }).optional(),
    },
    { title: "CPRI link" },
  );
}

/** What must be given, for a new parameter file: addresses and ports that differ. */
export function makeCpriExample(name: string): (index: number) => Entries {
  return (index) => {
    const bytes = (index + 1).toString(16).padStart(4, "0");
    return {
      ru_type: name,
      ru_link_type: "cpri",
      mac_addr: `02:00:00:00:${bytes.slice(0, 2)}:${bytes.slice(2)}`,
      cpri_link: { sdr_dev: Math.floor(index / portsOfBoard), sfp_port: index % portsOfBoard },
      ...exampleGains,
    };
  };
}

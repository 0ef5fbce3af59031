/** Parameters of a Radio Unit, by its driver: sdr, lopcomm or sunwave. */
import * as z from "zod";
import { driverDefaults, radioUnitDefaults } from "../defaults.ts";
import { macAddress } from "../fields/address.ts";
import { cronSchedule } from "../fields/cron.ts";
import { choice, decimal, integer } from "../fields/field.ts";
import { kinds, parameters } from "../fields/parameters.ts";
import { dlAntennas, sdrDevice, sfpPort, ulAntennas } from "../limits.ts";

export const drivers = ["sdr", "lopcomm", "sunwave"] as const;

const cpriMults = [4, 5, 8, 16] as const;

const ruType = <const T extends string>(type: T) =>
  choice([type], { title: "Type", description: "What drives the Radio Unit." });

const common = {
  tx_gain: decimal({ title: "Transmit gain", unit: "dB" }),
  rx_gain: decimal({ title: "Receive gain", unit: "dB" }),
  txrx_active: choice(["ACTIVE", "INACTIVE"], {
    title: "State",
    description: "An inactive Radio Unit is configured but does not transmit.",
    default: radioUnitDefaults.txrx_active,
  }).optional(),
};

const nAntennaDl = (preset?: number) =>
  choice(dlAntennas, { title: "Downlink antennas", ...(preset && { default: preset }) });
const nAntennaUl = (preset?: number) =>
  integer(ulAntennas, { title: "Uplink antennas", ...(preset && { default: preset }) });

/** An SDR card in the node. */
export const sdrSchema = parameters(
  {
    ru_type: ruType("sdr"),
    ru_link_type: choice(["sdr"], { title: "Link" }).optional(),
    sdr_dev_list: z
      .array(
        integer(sdrDevice, { title: "Device", description: "N of /dev/sdrN." }),
        "a list of device numbers",
      )
      .min(1)
      .refine((devices) => new Set(devices).size === devices.length, {
        error: "each device once",
        params: { what: "a device is given twice" },
      })
      .meta({ title: "SDR devices", description: "Cards that make up this Radio Unit.", uniqueItems: true }),
    n_antenna_dl: nAntennaDl(),
    n_antenna_ul: nAntennaUl(),
    ...common,
  },
  { title: "SDR card" },
);

type CpriDriver = keyof typeof driverDefaults;

function cpriLink(driver: CpriDriver) {
  const preset = driverDefaults[driver].cpri_link;
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

function cpri<const D extends CpriDriver>(driver: D) {
  const preset = driverDefaults[driver];
  return {
    ru_type: ruType(driver),
    ru_link_type: choice(["cpri"], { title: "Link" }).optional(),
    mac_addr: macAddress({ title: "MAC address", description: "Of the Radio Unit's management interface." }),
    cpri_link: cpriLink(driver),
    n_antenna_dl: nAntennaDl(preset.n_antenna_dl).optional(),
    n_antenna_ul: nAntennaUl(preset.n_antenna_ul).optional(),
    ...common,
  };
}

export const lopcommSchema = parameters(
  {
    ...cpri("lopcomm"),
    reset_schedule: cronSchedule({
      title: "Reset schedule",
      description: "When to reset the Radio Unit, as in crontab(5).",
    }).optional(),
  },
  { title: "Lopcomm Radio Unit" },
);

export const sunwaveSchema = parameters(cpri("sunwave"), { title: "Sunwave Radio Unit" });

export const radioUnitSchema = kinds("ru_type", drivers, [sdrSchema, lopcommSchema, sunwaveSchema], {
  title: "Radio Unit",
});

export type SdrParameters = z.output<typeof sdrSchema>;
export type LopcommParameters = z.output<typeof lopcommSchema>;
export type SunwaveParameters = z.output<typeof sunwaveSchema>;
export type CpriParameters = LopcommParameters | SunwaveParameters;
export type RadioUnitParameters = SdrParameters | CpriParameters;

/** Parameters that Radio Units of every kind have. */
import { choice, decimal } from "../fields/field.ts";
import { antennas } from "../limits.ts";

export const radioUnitDefaults = { txrx_active: "INACTIVE" } as const;

/** Gains of a new parameter file, dB. */
export const exampleGains = { tx_gain: 0, rx_gain: 0 } as const;

export const commonFields = {
  tx_gain: decimal({ title: "Transmit gain", unit: "dB" }),
  rx_gain: decimal({ title: "Receive gain", unit: "dB" }),
  txrx_active: choice(["ACTIVE", "INACTIVE"], {
    title: "State",
    description: "An inactive Radio Unit is configured but does not transmit.",
    default: radioUnitDefaults.txrx_active,
  }).optional(),
};

/** `ru_type` of one kind. */
export function ruType<const Name extends string>(name: Name) {
  return choice([name], { title: "Type", description: "The kind of the Radio Unit." });
}

export function nAntennaDl(preset?: number) {
  return choice(antennas, { title: "Downlink antennas", ...(preset && { default: preset }) });
}

export function nAntennaUl(preset?: number) {
  return choice(antennas, { title: "Uplink antennas", ...(preset && { default: preset }) });
}

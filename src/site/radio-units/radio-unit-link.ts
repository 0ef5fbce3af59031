/** How a Radio Unit hangs on its node: SDR cards or a CPRI link. */
import { cpriLinkDefaults, driverDefaults } from "../../instance/defaults.ts";
import type { CpriParameters, SdrParameters } from "../../instance/schema/radio-unit.ts";
import { byDefault, given, givenOr, type Path, type Resolved } from "../resolved.ts";
import type { CpriLink, SdrLink } from "../site.ts";

/** Origins in the order in which they are shown. */
export type LinkEntries = Record<string, Resolved<unknown>>;

/** SDR cards. */
export function sdrLink(
  { sdr_dev_list }: SdrParameters,
  path: Path,
): { link: SdrLink; entries: LinkEntries } {
  return {
    link: { kind: "sdr", devices: sdr_dev_list },
    entries: { sdr_dev_list: given(sdr_dev_list, ...path, "sdr_dev_list") },
  };
}

/** A CPRI link with its defaults: a driver's own win over the general ones. */
export function cpriLink(
  { ru_type, mac_addr, cpri_link }: CpriParameters,
  path: Path,
): { link: CpriLink; entries: LinkEntries } {
  const linkPath = [...path, "cpri_link"];
  const preset = (parameter: keyof typeof cpriLinkDefaults) => {
    const value = driverDefaults[ru_type].cpri_link[parameter];
    return byDefault(value, value === cpriLinkDefaults[parameter] ? "CPRI links" : ru_type);
  };
  const mult = givenOr<CpriLink["mult"]>(
    cpri_link.mult,
    [...linkPath, "mult"],
    byDefault(cpriLinkDefaults.mult, "CPRI links"),
  );
  const mapping = givenOr<CpriLink["mapping"]>(
    cpri_link.mapping,
    [...linkPath, "mapping"],
    byDefault(driverDefaults[ru_type].cpri_link.mapping, ru_type),
  );
  const rxDelay = givenOr<number>(cpri_link.rx_delay, [...linkPath, "rx_delay"], preset("rx_delay"));
  const txDelay = givenOr<number>(cpri_link.tx_delay, [...linkPath, "tx_delay"], preset("tx_delay"));
  const txDbm = givenOr<number>(cpri_link.tx_dbm, [...linkPath, "tx_dbm"], preset("tx_dbm"));
  return {
    link: {
      kind: "cpri",
      macAddr: mac_addr,
      sdrDev: cpri_link.sdr_dev,
      sfpPort: cpri_link.sfp_port,
      mult: mult.value,
      mapping: mapping.value,
      rxDelay: rxDelay.value,
      txDelay: txDelay.value,
      txDbm: txDbm.value,
    },
    entries: {
      mac_addr: given(mac_addr, ...path, "mac_addr"),
      "cpri_link.sdr_dev": given(cpri_link.sdr_dev, ...linkPath, "sdr_dev"),
      "cpri_link.sfp_port": given(cpri_link.sfp_port, ...linkPath, "sfp_port"),
      "cpri_link.mult": mult,
      "cpri_link.mapping": mapping,
      "cpri_link.rx_delay": rxDelay,
      "cpri_link.tx_delay": txDelay,
      "cpri_link.tx_dbm": txDbm,
    },
  };
}

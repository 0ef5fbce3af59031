/** One Radio Unit with its defaults filled in; a driver's own win over the general ones. */
import { cpriLinkDefaults, driverDefaults, radioUnitDefaults } from "../instance/defaults.ts";
import type { CpriParameters, SdrParameters } from "../instance/radio-unit.ts";
import type { RadioUnitDefinition } from "./radio-unit-definitions.ts";
import { byDefault, computed, given, givenOr, originsOf, type Path, type Resolved } from "./resolved.ts";
import type { CpriLink, RadioUnit, SdrLink } from "./site.ts";

/** What a Radio Unit has from its place among the others. */
export type Numbering = {
  readonly rfPort: number;
  readonly firstTxChannel: number;
  readonly firstRxChannel: number;
};

type Entries = Record<string, Resolved<unknown> | null>;

/** Antennas of a Radio Unit: its channels are numbered before it is made. */
export function antennasOf({ parameters, path }: RadioUnitDefinition): {
  readonly n_antenna_dl: Resolved<number>;
  readonly n_antenna_ul: Resolved<number>;
} {
  if (parameters.ru_type === "sdr") {
    return {
      n_antenna_dl: given(parameters.n_antenna_dl, ...path, "n_antenna_dl"),
      n_antenna_ul: given(parameters.n_antenna_ul, ...path, "n_antenna_ul"),
    };
  }
  const { ru_type } = parameters;
  const preset = driverDefaults[ru_type];
  return {
    n_antenna_dl: givenOr(
      parameters.n_antenna_dl,
      [...path, "n_antenna_dl"],
      byDefault(preset.n_antenna_dl, ru_type),
    ),
    n_antenna_ul: givenOr(
      parameters.n_antenna_ul,
      [...path, "n_antenna_ul"],
      byDefault(preset.n_antenna_ul, ru_type),
    ),
  };
}

/** `cells` are the references of those that it carries, in order. */
export function resolveRadioUnit(
  definition: RadioUnitDefinition,
  numbering: Numbering,
  cells: readonly string[],
): RadioUnit {
  const { reference, published, parameters, path } = definition;
  const antennas = antennasOf(definition);
  const { link, entries } =
    parameters.ru_type === "sdr" ? sdrLink(parameters, path) : cpriLink(parameters, path);
  const txrxActive = givenOr(
    parameters.txrx_active,
    [...path, "txrx_active"],
    byDefault(radioUnitDefaults.txrx_active, "Radio Units"),
  );
  const resetSchedule = parameters.ru_type === "lopcomm" ? parameters.reset_schedule : undefined;
  return {
    reference,
    published,
    driver: parameters.ru_type,
    link,
    nAntennaDl: antennas.n_antenna_dl.value,
    nAntennaUl: antennas.n_antenna_ul.value,
    txGain: parameters.tx_gain,
    rxGain: parameters.rx_gain,
    txrxActive: txrxActive.value,
    ...numbering,
    cells,
    resetSchedule: resetSchedule ?? null,
    origins: originsOf({
      ru_type: given(parameters.ru_type, ...path, "ru_type"),
      ru_link_type: givenOr(
        parameters.ru_link_type,
        [...path, "ru_link_type"],
        computed(link.kind, "the link of its ru_type"),
      ),
      ...entries,
      ...antennas,
      tx_gain: given(parameters.tx_gain, ...path, "tx_gain"),
      rx_gain: given(parameters.rx_gain, ...path, "rx_gain"),
      txrx_active: txrxActive,
      reset_schedule: resetSchedule === undefined ? null : given(resetSchedule, ...path, "reset_schedule"),
      ...numberingEntries(numbering, antennas.n_antenna_dl.value, antennas.n_antenna_ul.value),
      cells: computed(cells, "the cells whose ru leads here"),
    }),
  };
}

function sdrLink({ sdr_dev_list }: SdrParameters, path: Path): { link: SdrLink; entries: Entries } {
  return {
    link: { kind: "sdr", devices: sdr_dev_list },
    entries: { sdr_dev_list: given(sdr_dev_list, ...path, "sdr_dev_list") },
  };
}

function cpriLink(
  { ru_type, mac_addr, cpri_link }: CpriParameters,
  path: Path,
): { link: CpriLink; entries: Entries } {
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

function numberingEntries(
  { rfPort, firstTxChannel, firstRxChannel }: Numbering,
  nTx: number,
  nRx: number,
): Entries {
  const channels = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);
  const rule = "counted through the Radio Units in the order of their references";
  return {
    rf_port: computed(rfPort, "its place among the Radio Units in the order of their references, from 0"),
    tx_channels: computed(channels(firstTxChannel, nTx), rule),
    rx_channels: computed(channels(firstRxChannel, nRx), rule),
  };
}

/** One Radio Unit with the defaults of its kind filled in. */
import { radioUnitDefaults } from "../../instance/radio-units/common.ts";
import { getRadioUnitKind } from "../../instance/radio-units/radio-unit-kinds.ts";
import { byDefault, computed, getOrigins, given, givenOr, type Resolved } from "../resolved.ts";
import type { RadioUnit } from "../site.ts";
import { resolveManagement } from "./management.ts";
import type { RadioUnitDefinition } from "./radio-unit-definitions.ts";
import { type LinkEntries, resolveLink } from "./radio-unit-link.ts";

/** What a Radio Unit has from its place among the others. */
export type Numbering = {
  readonly rfPort: number;
  readonly firstTxChannel: number;
  readonly firstRxChannel: number;
};

/** Antennas of a Radio Unit: its channels are numbered before it is made. */
export function resolveAntennas({ parameters, path }: RadioUnitDefinition): {
  readonly n_antenna_dl: Resolved<number>;
  readonly n_antenna_ul: Resolved<number>;
} {
  const { ru_type } = parameters;
  const { defaults } = getRadioUnitKind(ru_type);
  const antennas = (parameter: "n_antenna_dl" | "n_antenna_ul") =>
    givenOr(parameters[parameter], [...path, parameter], byDefault(defaults[parameter] ?? 0, ru_type));
  return { n_antenna_dl: antennas("n_antenna_dl"), n_antenna_ul: antennas("n_antenna_ul") };
}

/** `cells` are the references of those that it carries, in order. */
export function resolveRadioUnit(
  definition: RadioUnitDefinition,
  numbering: Numbering,
  cells: readonly string[],
): RadioUnit {
  const { reference, published, parameters, path } = definition;
  const antennas = resolveAntennas(definition);
  const { link, entries } = resolveLink(parameters, path);
  const txrxActive = givenOr(
    parameters.txrx_active,
    [...path, "txrx_active"],
    byDefault(radioUnitDefaults.txrx_active, "Radio Units"),
  );
  const { management, entries: managementEntries } = resolveManagement(parameters, parameters.ru_type, path);
  const resetSchedule = "reset_schedule" in parameters ? parameters.reset_schedule : undefined;
  return {
    reference,
    published,
    kind: parameters.ru_type,
    link,
    nAntennaDl: antennas.n_antenna_dl.value,
    nAntennaUl: antennas.n_antenna_ul.value,
    txGain: parameters.tx_gain,
    rxGain: parameters.rx_gain,
    txrxActive: txrxActive.value,
    ...numbering,
    cells,
    resetSchedule: resetSchedule ?? null,
    management,
    origins: getOrigins({
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
      ...managementEntries,
      ...getNumberingEntries(numbering, antennas.n_antenna_dl.value, antennas.n_antenna_ul.value),
      cells: computed(cells, "the cells whose ru leads here"),
    }),
  };
}

function getNumberingEntries(
  { rfPort, firstTxChannel, firstRxChannel }: Numbering,
  nTx: number,
  nRx: number,
): LinkEntries {
  const channels = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);
  const rule = "counted through the Radio Units in the order of their references";
  return {
    rf_port: computed(rfPort, "its place among the Radio Units in the order of their references, from 0"),
    tx_channels: computed(channels(firstTxChannel, nTx), rule),
    rx_channels: computed(channels(firstRxChannel, nRx), rule),
  };
}

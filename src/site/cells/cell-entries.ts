/** What cells of every kind have in common. */
import { cellDefaults } from "../../instance/defaults.ts";
import type { Layout } from "../../instance/layout.ts";
import type { CellParameters } from "../../instance/schema/cell.ts";
import { quote } from "../../issue/quote.ts";
import { byDefault, computed, given, givenOr, type Resolved } from "../resolved.ts";
import type { RadioUnit } from "../site.ts";
import { resolveAlgorithms } from "./cell-options.ts";

/** What a cell has from the cells and Radio Units around it. */
export type Surroundings = {
  readonly radioUnit: RadioUnit;
  readonly rootSequenceIndex: Resolved<number>;
  /** The layout of enb.cfg, whose parameters have an origin. */
  readonly layout: Layout;
};

type Entries = Record<string, Resolved<unknown>>;

export function resolveInactivityTimer({ inactivity_timer }: CellParameters): Resolved<number> {
  const preset = byDefault<number>(cellDefaults.inactivity_timer, "cells");
  return givenOr(inactivity_timer, ["inactivity_timer"], preset);
}

/** What every cell has, in whatever way it is computed. */
export function resolveCommon(reference: string, parameters: CellParameters, radioUnit: RadioUnit) {
  return {
    reference,
    pci: parameters.pci,
    cellId: parameters.cell_id,
    inactivityTimer: resolveInactivityTimer(parameters).value,
    radioUnit,
    algorithms: resolveAlgorithms(parameters),
  };
}

/** Origins of what tells a cell, in the order in which they are shown. */
export function getIdentityEntries(parameters: CellParameters): Entries {
  return {
    cell_type: given(parameters.cell_type, "cell_type"),
    cell_kind: given(parameters.cell_kind, "cell_kind"),
    rf_mode: given(parameters.rf_mode, "rf_mode"),
    pci: given(parameters.pci, "pci"),
    cell_id: given(parameters.cell_id, "cell_id"),
    ...("bandwidth" in parameters && { bandwidth: given(parameters.bandwidth, "bandwidth") }),
  };
}

/** Origins of the Radio Unit that carries a cell, and of what comes from it. */
export function getCarrierEntries({ ru }: CellParameters, radioUnit: RadioUnit): Entries {
  const ofRadioUnit = <T>(value: T) => computed(value, `of Radio Unit ${quote(radioUnit.reference)}`);
  const { rf_port, tx_channels, rx_channels } = radioUnit.origins;
  return {
    ru: resolveCarrier(ru, radioUnit.reference),
    ru_type: ofRadioUnit(radioUnit.kind),
    n_antenna_dl: ofRadioUnit(radioUnit.nAntennaDl),
    n_antenna_ul: ofRadioUnit(radioUnit.nAntennaUl),
    ...(rf_port && { rf_port }),
    ...(tx_channels && { tx_channels }),
    ...(rx_channels && { rx_channels }),
  };
}

function resolveCarrier(ru: CellParameters["ru"], reference: string): Resolved<string> {
  if (ru.ru_type === "ru_ref") return given(reference, "ru", "ru_ref");
  if (ru.ru_type === "ruincell_ref")
    return computed(reference, `the Radio Unit of cell ${quote(ru.ruincell_ref)}`);
  return computed(reference, "defined in this cell");
}

/** The cells of a site in the order of files. */
import { enbDefaults } from "../../instance/defaults.ts";
import type { Instance } from "../../instance/instance.ts";
import { compareReferences } from "../../instance/reference.ts";
import type { CellParameters, LteCellParameters, NrCellParameters } from "../../instance/schema/cell.ts";
import type { NbCellParameters } from "../../instance/schema/nb-cell.ts";
import type { Issue } from "../../issue/issue.ts";
import { nbIotBandwidth } from "../../radio/resource-blocks.ts";
import { checkLteAntennas } from "../radio-units/radio-rules.ts";
import type { Resolved } from "../resolved.ts";
import { getShared } from "../shared-instances.ts";
import type { Cell, RadioUnit } from "../site.ts";
import type { Surroundings } from "./cell-entries.ts";
import { lteSpacing, resolveLteCell } from "./lte-cell.ts";
import { resolveLteChannels } from "./lte-channels.ts";
import { checkNbRadioUnit, resolveNbCell } from "./nb-cell.ts";
import { resolveNrCell, resolveSubcarrierSpacing } from "./nr-cell.ts";
import { checkCellId, checkNrCell } from "./nr-cell-issues.ts";
import { checkNrChannels } from "./nr-channel-warnings.ts";
import { resolveNrChannels } from "./nr-channels.ts";
import { resolveRootSequenceIndexes } from "./root-sequence-index.ts";
import { checkUplinkBandwidth } from "./uplink-bandwidth.ts";

/** Cells that could be resolved, and all issues: one whose Radio Unit is not known has its other issues too. */
export type Cells = { readonly cells: readonly Cell[]; readonly issues: readonly Issue[] };

type Context = {
  readonly instance: Instance;
  readonly radioUnitOf: (cell: string) => RadioUnit | undefined;
  readonly indexOf: ReadonlyMap<string, Resolved<number>>;
  readonly lteCells: number;
};

/** `radioUnitOf` is undefined for a cell whose references lead nowhere. */
export function resolveCells(instance: Instance, radioUnitOf: Context["radioUnitOf"]): Cells {
  const instances = getShared(instance, "cell");
  const { indexOf, issues } = resolveRootSequenceIndexes(instances);
  const lteCells = instances.filter(({ parameters }) => parameters.cell_type === "lte").length;
  const context = { instance, radioUnitOf, indexOf, lteCells };
  const resolved = instances.map(({ reference, parameters }) => resolveCell(reference, parameters, context));
  return {
    cells: resolved
      .map(({ cell }) => cell)
      .filter((cell) => cell !== undefined)
      .sort((a, b) => compareReferences(a.reference, b.reference)),
    issues: [...issues, ...resolved.flatMap((one) => one.issues)],
  };
}

type ResolvedCell = { readonly cell: Cell | undefined; readonly issues: readonly Issue[] };

function resolveCell(reference: string, parameters: CellParameters, context: Context): ResolvedCell {
  const radioUnit = context.radioUnitOf(reference);
  const rootSequenceIndex = context.indexOf.get(reference);
  const { layout } = context.instance.layout;
  const around = radioUnit && rootSequenceIndex && { radioUnit, rootSequenceIndex, layout };
  switch (parameters.cell_type) {
    case "lte":
      return resolveLte(reference, parameters, around, context.lteCells - 1);
    case "nr":
      return resolveNr(reference, parameters, around, context);
    case "nb":
      return resolveNb(reference, parameters, radioUnit);
  }
}

function resolveLte(
  reference: string,
  parameters: LteCellParameters,
  around: Surroundings | undefined,
  otherLteCells: number,
): ResolvedCell {
  const { value: channels, issues } = resolveLteChannels(reference, parameters);
  return {
    cell: around && channels && resolveLteCell(reference, parameters, { ...around, channels, otherLteCells }),
    issues: [
      ...issues,
      ...checkUplinkBandwidth(reference, parameters, lteSpacing),
      ...(around ? checkLteAntennas(reference, around.radioUnit) : []),
    ],
  };
}

function resolveNr(
  reference: string,
  parameters: NrCellParameters,
  around: Surroundings | undefined,
  { instance }: Context,
): ResolvedCell {
  const { value: channels, issues } = resolveNrChannels(reference, parameters);
  const cell = around && channels && resolveNrCell(reference, parameters, { ...around, channels });
  const spacing = resolveSubcarrierSpacing(parameters).value;
  const gnbBits = instance.configuration.gnb_id_bits ?? enbDefaults.gnb_id_bits;
  return {
    cell,
    issues: [
      ...issues,
      ...checkUplinkBandwidth(reference, parameters, spacing),
      ...checkCellId(reference, parameters.cell_id, gnbBits),
      ...(channels ? checkNrChannels(reference, parameters, channels, spacing) : []),
      ...(cell ? checkNrCell(cell) : []),
    ],
  };
}

function resolveNb(
  reference: string,
  parameters: NbCellParameters,
  radioUnit: RadioUnit | undefined,
): ResolvedCell {
  const { value: channels, issues } = resolveLteChannels(reference, {
    ...parameters,
    bandwidth: nbIotBandwidth,
  });
  return {
    cell: radioUnit && channels && resolveNbCell(reference, parameters, { radioUnit, channels }),
    issues: [...issues, ...(radioUnit ? checkNbRadioUnit(reference, radioUnit) : [])],
  };
}

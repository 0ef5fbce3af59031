/** The cells of a site in the order of files. */

import { enbDefaults } from "../../instance/defaults.ts";
import type { Instance } from "../../instance/instance.ts";
import { compareReferences } from "../../instance/reference.ts";
import type { CellParameters } from "../../instance/schema/cell.ts";
import type { Issue } from "../../issue/issue.ts";
import { lteAntennas } from "../radio-units/radio-rules.ts";
import type { Resolved } from "../resolved.ts";
import { sharedOf } from "../shared-instances.ts";
import type { Cell, RadioUnit } from "../site.ts";
import { resolveLteCell } from "./lte-cell.ts";
import { lteChannels } from "./lte-channels.ts";
import { cellIdIssues, patternIssues, resolveNrCell, subcarrierSpacing } from "./nr-cell.ts";
import { nrChannelWarnings } from "./nr-channel-warnings.ts";
import { nrChannels } from "./nr-channels.ts";
import { rootSequenceIndexes } from "./root-sequence-index.ts";

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
  const instances = sharedOf(instance, "cell");
  const { indexOf, issues } = rootSequenceIndexes(instances);
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
  const around = radioUnit && rootSequenceIndex && { radioUnit, rootSequenceIndex };
  if (parameters.cell_type === "lte") {
    const { value: channels, issues } = lteChannels(reference, parameters);
    const otherLteCells = context.lteCells - 1;
    return {
      cell:
        around && channels && resolveLteCell(reference, parameters, { ...around, channels, otherLteCells }),
      issues: [...issues, ...(radioUnit ? lteAntennas(reference, radioUnit) : [])],
    };
  }
  const { value: channels, issues } = nrChannels(reference, parameters);
  const cell = around && channels && resolveNrCell(reference, parameters, { ...around, channels });
  const spacing = subcarrierSpacing(parameters).value;
  const gnbBits = context.instance.configuration.gnb_id_bits ?? enbDefaults.gnb_id_bits;
  return {
    cell,
    issues: [
      ...issues,
      ...cellIdIssues(reference, parameters.cell_id, gnbBits),
      ...(channels ? nrChannelWarnings(reference, parameters, channels, spacing) : []),
      ...(cell ? patternIssues(reference, cell.tddPattern, spacing) : []),
    ],
  };
}

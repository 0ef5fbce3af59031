/** From an instance as it was given to a site in which nothing is left to decide. */
import { enbDefaults } from "../instance/defaults.ts";
import type { Instance } from "../instance/instance.ts";
import { type Outcome, outcome } from "../issue/issue.ts";
import { resolveCells } from "./cells/cells.ts";
import { checkThresholds } from "./checks/handover-thresholds.ts";
import { checkMixedTdd } from "./checks/mixed-tdd.ts";
import { checkWithoutEffectAcross } from "./checks/without-effect.ts";
import { resolveEnb } from "./enb/enb.ts";
import { checkLayout } from "./layout-issues.ts";
import { resolvePeerCells } from "./peers/peer-cells.ts";
import { resolvePeers } from "./peers/peers.ts";
import { resolveCarriers } from "./radio-units/carriers.ts";
import { checkDuplicateCells, checkDuplicateHardware } from "./radio-units/duplicates.ts";
import { checkCellCounts, checkMixedLinks } from "./radio-units/radio-rules.ts";
import { defineRadioUnits } from "./radio-units/radio-unit-definitions.ts";
import { resolveRadioUnits } from "./radio-units/radio-units.ts";
import { getShared } from "./shared-instances.ts";
import type { Site } from "./site.ts";
import { resolveSlaptap } from "./slaptap.ts";

/**
 * Follows references, fills in defaults, numbers Radio Units and channels, computes channel numbers and checks
 * every rule across. All issues of the instance are collected; the value is undefined where one is an error.
 *
 * @param refused references of shared instances that the instance lacks because they were refused: what refers to
 *   one of them is not blamed for it
 */
export function resolveSite(instance: Instance, refused: ReadonlySet<string> = new Set()): Outcome<Site> {
  const cellInstances = getShared(instance, "cell");
  const shared = getShared(instance, "radio-unit");
  const published = new Map(shared.map(({ reference, parameters }) => [reference, parameters]));
  const { definitions, issues: definitionIssues } = defineRadioUnits(instance);
  const carriers = resolveCarriers(cellInstances, published, refused);
  const radioUnits = resolveRadioUnits(definitions, carriers.radioUnitOf);
  const radioUnitByReference = new Map(radioUnits.map((radioUnit) => [radioUnit.reference, radioUnit]));
  const { cells, issues: cellIssues } = resolveCells(instance, (cell) =>
    radioUnitByReference.get(carriers.radioUnitOf.get(cell) ?? ""),
  );
  const isComplete = refused.size === 0 && carriers.radioUnitOf.size === cellInstances.length;
  const { peerCells, issues: peerIssues } = resolvePeerCells(instance);
  const types = new Set(cellInstances.map(({ parameters }) => parameters.cell_type));
  const kinds = {
    eutra: types.has("lte") ? "LTE" : types.has("nb") ? "NB-IoT" : null,
    nr: types.has("nr"),
  } as const;
  const { enb, issues: enbIssues } = resolveEnb(instance, kinds, radioUnits, {
    own: cellInstances.length,
    peers: peerCells,
  });
  const slaptap = resolveSlaptap(instance);
  const site: Site = {
    title: instance.title,
    rootTitle: instance.rootTitle,
    testing: instance.configuration.testing ?? enbDefaults.testing,
    ipv6: instance.ipv6,
    slaptap: slaptap.value ?? null,
    enb,
    radioUnits,
    cells,
    peers: resolvePeers(instance),
    peerCells,
  };
  return outcome(site, [
    ...checkLayout(instance),
    ...slaptap.issues,
    ...enbIssues,
    ...definitionIssues,
    ...carriers.issues,
    ...checkMixedLinks(radioUnits),
    ...checkCellCounts(definitions, radioUnits, isComplete),
    ...cellIssues,
    ...peerIssues,
    ...checkDuplicateHardware(definitions),
    ...checkDuplicateCells(cells, peerCells),
    ...checkMixedTdd(cells),
    ...checkThresholds(enb),
    ...checkWithoutEffectAcross(instance),
  ]);
}

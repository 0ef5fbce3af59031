/** The Radio Units of an instance as they were given: shared ones, and those defined inside a cell. */
import type { Instance } from "../../instance/instance.ts";
import type { RadioUnitParameters } from "../../instance/radio-units/radio-unit-kinds.ts";
import { error, type Issue, type Place, placeInShared } from "../../issue/issue.ts";
import { quote } from "../../issue/quote.ts";
import type { Path } from "../resolved.ts";
import { getShared } from "../shared-instances.ts";

export type RadioUnitDefinition = {
  readonly reference: string;
  /** False for one that is defined inside a cell. */
  readonly published: boolean;
  readonly parameters: RadioUnitParameters;
  /** The shared instance that holds the definition, and where in it. */
  readonly holder: string;
  readonly path: Path;
};

/** The reference of the Radio Unit that a cell defines for itself. */
export function makeOwnReference(cell: string): string {
  return `_${cell}_ru`;
}

/** Where a parameter of a Radio Unit was given. */
export function getPlace({ holder, path }: RadioUnitDefinition, ...parameter: Path): Place {
  return placeInShared(holder, ...path, ...parameter);
}

/**
 * All Radio Units, in the order of the instance. An error: a shared one that has the reference of one which a
 * cell defines.
 */
export function defineRadioUnits(instance: Instance): {
  readonly definitions: readonly RadioUnitDefinition[];
  readonly issues: readonly Issue[];
} {
  const published = getShared(instance, "radio-unit").map(
    ({ reference, parameters }): RadioUnitDefinition => ({
      reference,
      published: true,
      parameters,
      holder: reference,
      path: [],
    }),
  );
  const taken = new Set(published.map(({ reference }) => reference));
  const own = defineInCells(instance);
  return {
    definitions: [...published, ...own],
    issues: own.flatMap((definition) => checkCollision(taken, definition)),
  };
}

function defineInCells(instance: Instance): RadioUnitDefinition[] {
  return getShared(instance, "cell").flatMap(({ reference, parameters: { ru } }) => {
    if (ru.ru_type === "ru_ref" || ru.ru_type === "ruincell_ref") return [];
    const parameters: RadioUnitParameters = ru;
    return [
      {
        reference: makeOwnReference(reference),
        published: false,
        parameters,
        holder: reference,
        path: ["ru"],
      },
    ];
  });
}

function checkCollision(taken: ReadonlySet<string>, definition: RadioUnitDefinition): Issue[] {
  if (!taken.has(definition.reference)) return [];
  return [
    error(
      getPlace(definition),
      `the Radio Unit that cell ${quote(definition.holder)} defines is ${quote(definition.reference)}, and there is a shared Radio Unit of that name`,
      "another reference for the shared Radio Unit",
    ),
  ];
}

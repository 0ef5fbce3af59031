/** The kinds of Radio Units that there are. A new one is a module beside this one, and its place in this list. */
import type * as z from "zod";
import { kinds } from "../fields/parameters.ts";
import type { RadioUnitKind } from "./kind.ts";
import { lopcomm } from "./lopcomm.ts";
import { type RadioUnitKindName, radioUnitKindNames } from "./names.ts";
import { sdr } from "./sdr.ts";
import { sunwave } from "./sunwave.ts";

/** The compiler holds it to have a kind for each name, in the order of the names. */
const list = [sdr, lopcomm, sunwave] as const satisfies KindsNamed<typeof radioUnitKindNames>;

type KindsNamed<Names extends readonly string[]> = {
  readonly [At in keyof Names]: RadioUnitKind & { readonly name: Names[At] };
};

export const radioUnitKinds: readonly RadioUnitKind[] = list;

const byName: ReadonlyMap<string, RadioUnitKind> = new Map(list.map((kind) => [kind.name, kind]));

export function getRadioUnitKind(name: RadioUnitKindName): RadioUnitKind {
  const kind = byName.get(name);
  if (kind === undefined) throw new RangeError(`unknown kind of Radio Unit "${name}"`);
  return kind;
}

/** The schema of each kind, in the order of the list. */
export const radioUnitSchemas = getSchemas(list);

export const radioUnitSchema = kinds("ru_type", radioUnitKindNames, radioUnitSchemas, {
  title: "Radio Unit",
});

export type RadioUnitParameters = z.output<(typeof list)[number]["schema"]>;
export type SdrParameters = Extract<RadioUnitParameters, { sdr_dev_list: unknown }>;
export type CpriParameters = Extract<RadioUnitParameters, { cpri_link: unknown }>;

function getSchemas<const Kinds extends readonly RadioUnitKind[]>(all: Kinds) {
  // `map` gives an array, whose members the type system no longer tells apart.
  return all.map(({ schema }) => schema) as unknown as { [At in keyof Kinds]: Kinds[At]["schema"] };
}

/** Lists of entries: an array, or in the older form a dictionary by any name, taken in the order of the names. */
import * as z from "zod";
import { compareCodePoints } from "../reference.ts";
import { byShape } from "./by-shape.ts";
import { addUnit, type FieldMeta } from "./field.ts";

/** `max` is how many entries there can be; `older` the schema of those in a dictionary, where it is another. */
export function entries<Entry extends z.ZodType, Older extends z.ZodType = Entry>(
  entry: Entry,
  meta: FieldMeta,
  { max, older }: { readonly max?: number; readonly older?: Older } = {},
) {
  const most = max !== undefined;
  const list = limit(z.array(entry, "a list of entries"), max).meta({
    ...addUnit(meta),
    ...(most && { maxItems: max }),
  });
  const named = limit(z.record(z.string(), older ?? entry, "a dictionary of entries by name"), max).meta({
    title: meta.title,
    ...(most && { maxProperties: max }),
  });
  const dictionary = named.transform(sortByName);
  const choose = (given: unknown): z.ZodType<(z.output<Entry> | z.output<Older>)[]> =>
    Array.isArray(given) ? list : dictionary;
  return byShape(choose, { current: [list], older: [named] }, meta);
}

function sortByName<T>(named: Readonly<Record<string, T>>): T[] {
  return Object.entries(named)
    .sort(([a], [b]) => compareCodePoints(a, b))
    .map(([, entry]) => entry);
}

function limit<Schema extends z.ZodType>(schema: Schema, max: number | undefined) {
  if (max === undefined) return schema;
  return schema.refine((given) => Object.keys(given as object).length <= max, {
    error: `at most ${max}`,
    params: { what: "too many entries" },
  });
}

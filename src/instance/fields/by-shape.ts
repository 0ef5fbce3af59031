/** A value that can be written in several shapes; the value itself shows which one, so that issues are about it. */
import * as z from "zod";
import { addUnit, type FieldMeta } from "./field.ts";

/** The schemas that a form shows for a value of several shapes: the new wording, and what is still taken. */
export type Wordings = { readonly current: readonly z.ZodType[]; readonly older: readonly z.ZodType[] };

const wordingsOf = new WeakMap<z.ZodType, Wordings>();

/** What {@link byShape} made a schema of; undefined for any other. */
export function findWordings(schema: z.ZodType): Wordings | undefined {
  return wordingsOf.get(schema);
}

/** Checks a value by the schema that `choose` names for it. */
export function byShape<T>(choose: (given: unknown) => z.ZodType<T>, wordings: Wordings, meta: FieldMeta) {
  const taken = z.unknown().transform((given, context): T => {
    const { success, data, error } = choose(given).safeParse(given, { reportInput: true });
    if (success) return data;
    context.issues.push(...error.issues.map((issue) => ({ ...issue }) as z.core.$ZodRawIssue));
    return z.NEVER;
  });
  const schema = taken.meta(addUnit(meta));
  wordingsOf.set(schema, wordings);
  return schema;
}

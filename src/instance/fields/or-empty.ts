/** Optional parameters that are texts: an empty one counts as absent, as requests of older releases have it. */
import * as z from "zod";

const innerOf = new WeakMap<z.ZodType, z.ZodType>();

/** What {@link orEmpty} was made of; undefined for any other schema. */
export function findInOrEmpty(schema: z.ZodType): z.ZodType | undefined {
  return innerOf.get(schema);
}

/** Undefined where the text is empty, else what `schema` makes of it. */
export function orEmpty<Schema extends z.ZodType>(schema: Schema) {
  const taken = z
    .unknown()
    .transform((given, context): z.output<Schema> | undefined => {
      if (given === "") return undefined;
      const { success, data, error } = schema.safeParse(given, { reportInput: true });
      if (success) return data;
      context.issues.push(...error.issues.map((issue) => ({ ...issue }) as z.core.$ZodRawIssue));
      return z.NEVER;
    })
    .meta(schema.meta() ?? {});
  innerOf.set(taken, schema);
  return taken.optional();
}

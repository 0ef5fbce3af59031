/** Builders of zod schemas for dictionaries of parameters. */
import * as z from "zod";
import { isDictionary } from "../given-value.ts";
import { addUnit, type FieldMeta, formatChoices } from "./field.ts";

export const dictionary = "a dictionary";

/**
 * A dictionary with known keys only. The error text of unknown keys is the known ones, a line each.
 */
export function parameters<Shape extends z.core.$ZodLooseShape>(shape: Shape, meta: FieldMeta) {
  const known = Object.keys(shape);
  return z
    .strictObject(shape, {
      error: (issue) => (issue.code === "unrecognized_keys" ? known.join("\n") : dictionary),
    })
    .meta(addUnit(meta));
}

/** A dictionary of one of several kinds, which the value of a key names. */
export function kinds<const Options extends readonly [Kind, ...Kind[]]>(
  key: string,
  names: readonly string[],
  options: Options,
  meta: FieldMeta,
) {
  return z
    .discriminatedUnion(key, options, {
      error: ({ input }) => (isDictionary(input) ? formatChoices(names) : dictionary),
    })
    .meta(addUnit(meta));
}

type Kind = z.core.$ZodTypeDiscriminable;

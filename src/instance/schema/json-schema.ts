/** JSON schemas (2020-12) of parameters as they are given, for panels and editors. */
import * as z from "zod";
import { findWordings, type Wordings } from "../fields/by-shape.ts";
import { findInOrEmpty } from "../fields/or-empty.ts";
import type { SchemaName } from "./names.ts";
import { schemas } from "./schemas.ts";

export type JsonSchema = { readonly [keyword: string]: unknown };

/**
 * The schema by its name. What JSON Schema cannot say, such as `gnb_id` within `gnb_id_bits`, is left to
 * {@link load}.
 */
export function makeJsonSchema(name: SchemaName): JsonSchema {
  if (name !== "shared") return convertRoot(schemas[name]);
  const kinds = [schemas["radio-unit"], schemas.cell, schemas["peer-cell"], schemas.peer];
  const oneOf = kinds.flatMap((schema) => convertRoot(schema).oneOf ?? []);
  return { $schema: "https://json-schema.org/draft/2020-12/schema", title: "Shared instance", oneOf };
}

/** A request may name its schema (`check.ts`); as a property it would be a field of the form. */
function convertRoot(schema: z.ZodType): JsonSchema {
  const { oneOf, ...whole } = convertSchema(schema);
  const named = { patternProperties: { "^\\$schema$": { type: "string" } } };
  if (!Array.isArray(oneOf)) return { ...whole, ...named };
  return { ...whole, oneOf: oneOf.map((kind: JsonSchema) => ({ ...kind, ...named })) };
}

/**
 * zod leaves out the default of what holds identifiers, as those become numbers; here it is as given. A value of
 * several wordings shows the current one first, and the older as deprecated.
 */
function convertSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: "input",
    override: ({ zodSchema, jsonSchema: made }) => {
      const preset = z.globalRegistry.get(zodSchema)?.default;
      if (preset !== undefined) Object.assign(made, { default: preset });
      if (!(zodSchema instanceof z.ZodPipe)) return;
      const source = findWordings(zodSchema);
      if (source !== undefined) Object.assign(made, { anyOf: convertWordings(source) });
      const inner = findInOrEmpty(zodSchema);
      if (inner !== undefined) Object.assign(made, takeEmpty(withoutKey(convertSchema(inner), "$schema")));
    },
  });
}

function convertWordings({ current, older }: Wordings): JsonSchema[] {
  const deprecated = { title: "older form", deprecated: true };
  return [
    ...current.map((schema) => withoutKey(convertSchema(schema), "$schema")),
    ...older.map((schema) => ({ ...withoutKey(convertSchema(schema), "$schema"), ...deprecated })),
  ];
}

/** The same schema for a text that may be empty. */
function takeEmpty({ anyOf, ...made }: JsonSchema): JsonSchema {
  const { pattern } = made;
  return {
    ...made,
    ...(typeof pattern === "string" && { pattern: `^$|${pattern}` }),
    ...(Array.isArray(anyOf) && { anyOf: anyOf.map(takeEmpty) }),
  };
}

function withoutKey({ ...schema }: Record<string, unknown>, key: string): JsonSchema {
  delete schema[key];
  return schema;
}

/** JSON schemas (2020-12) of parameters as they are given, for panels and editors. */
import * as z from "zod";
import { findWordings, type Wordings } from "../fields/by-shape.ts";
import type { SchemaName } from "./names.ts";
import { schemas } from "./schemas.ts";

export type JsonSchema = { readonly [keyword: string]: unknown };

/**
 * The schema by its name. What JSON Schema cannot say, such as `gnb_id` within `gnb_id_bits`, is left to
 * {@link load}.
 */
export function makeJsonSchema(name: SchemaName): JsonSchema {
  if (name !== "shared") return convertSchema(schemas[name]);
  const kinds = [schemas["radio-unit"], schemas.cell, schemas["peer-cell"], schemas.peer];
  const oneOf = kinds.flatMap((schema) => convertSchema(schema).oneOf ?? []);
  return { $schema: "https://json-schema.org/draft/2020-12/schema", title: "Shared instance", oneOf };
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
      const source = zodSchema instanceof z.ZodPipe ? findWordings(zodSchema) : undefined;
      if (source !== undefined) Object.assign(made, { anyOf: convertWordings(source) });
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

function withoutKey({ ...schema }: Record<string, unknown>, key: string): JsonSchema {
  delete schema[key];
  return schema;
}

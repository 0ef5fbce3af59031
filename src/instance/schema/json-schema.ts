/** JSON schemas (2020-12) of parameters as they are given, for panels and editors. */
import * as z from "zod";
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

/** zod leaves out the default of what holds identifiers, as those become numbers; here it is as given. */
function convertSchema(schema: z.ZodType) {
  return z.toJSONSchema(schema, {
    io: "input",
    override: ({ zodSchema, jsonSchema: made }) => {
      const preset = z.globalRegistry.get(zodSchema)?.default;
      if (preset !== undefined) Object.assign(made, { default: preset });
    },
  });
}

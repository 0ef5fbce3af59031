/** Random values of a JSON schema as `makeJsonSchema` gives it: keywords that it does not use are not known here. */
import fc from "fast-check";
import type { JsonSchema } from "../../src/instance/schema/json-schema.ts";

/** Values that the schema takes; what only `not` refuses may be among them. */
export function valuesOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const branches = (schema.oneOf ?? schema.anyOf) as readonly JsonSchema[] | undefined;
  if (branches !== undefined) return fc.oneof(...branches.map(valuesOf));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  switch (schema.type) {
    case "object":
      return objectsOf(schema);
    case "array":
      return fc.array(valuesOf((schema.items ?? {}) as JsonSchema), { maxLength: 3 });
    case "integer":
      return fc.integer(getRange(schema));
    case "number":
      return fc.double({ min: -200, max: 200, noNaN: true });
    case "boolean":
      return fc.boolean();
    case "string":
      return typeof schema.pattern === "string"
        ? fc.stringMatching(new RegExp(removeLookaheads(schema.pattern)), { size: "xsmall" })
        : fc.string({ unit: "binary", maxLength: 8 });
    default:
      throw new Error(`no values for ${JSON.stringify(schema).slice(0, 80)}`);
  }
}

function objectsOf({ properties, required, additionalProperties }: JsonSchema): fc.Arbitrary<unknown> {
  if (typeof additionalProperties === "object" && properties === undefined) {
    const names = fc.constantFrom("1", "2", "10", "a", "B");
    return fc.dictionary(names, valuesOf(additionalProperties as JsonSchema), { maxKeys: 3 });
  }
  const model = Object.entries((properties ?? {}) as Record<string, JsonSchema>).map(
    ([key, schema]) => [key, valuesOf(schema)] as const,
  );
  return fc.record(Object.fromEntries(model), { requiredKeys: (required ?? []) as string[] });
}

/** fast-check makes no text for them: some of what it makes is refused then. */
function removeLookaheads(pattern: string): string {
  return pattern.replace(/\(\?[!=](?:[^()]|\([^()]*\))*\)/g, "");
}

function getRange({ minimum, maximum }: JsonSchema): fc.IntegerConstraints {
  return { min: Number(minimum ?? -1000), max: Math.min(Number(maximum ?? 1000), 2 ** 31 - 1) };
}

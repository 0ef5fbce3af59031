/** JSON schema of a whole parameter file as people write it by hand, for editors. */
import { ownTexts } from "../own-values.ts";
import { type JsonSchema, makeJsonSchema } from "./json-schema.ts";

/** What `ors new` prints is valid by it; what JSON Schema cannot say is left to {@link load}. */
export function makeFileSchema(): JsonSchema {
  const texts = Object.entries(ownTexts).map(([key, title]) => [key, { title, type: ["string", "null"] }]);
  const { $schema, ...shared } = makeJsonSchema("shared");
  const { $schema: _same, ...configuration } = makeJsonSchema("enb");
  return {
    $schema,
    title: "Parameter file of ors",
    type: "object",
    properties: {
      ...Object.fromEntries(texts),
      configuration,
      shared: {
        title: "Radio Units, cells, peers and peer cells, by reference",
        type: "object",
        additionalProperties: shared,
      },
    },
    additionalProperties: false,
  };
}

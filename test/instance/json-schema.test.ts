import { expect, test } from "vitest";
import { enbDefaults, olderDefaults } from "../../src/instance/defaults.ts";
import { radioUnitKinds } from "../../src/instance/radio-units/radio-unit-kinds.ts";
import { type JsonSchema, makeJsonSchema } from "../../src/instance/schema/json-schema.ts";
import { schemaNames } from "../../src/instance/schema/names.ts";

type Properties = Record<string, JsonSchema>;
const propertiesOf = (schema: unknown) => (schema as { properties: Properties }).properties;
const kindsOf = (schema: JsonSchema) => schema.oneOf as JsonSchema[];

/** All schemas in a schema, each once; what it refuses (`not`) is none of a form. */
function fields(schema: unknown): JsonSchema[] {
  if (Array.isArray(schema)) return schema.flatMap(fields);
  if (typeof schema !== "object" || schema === null) return [];
  const { not: _, ...shown } = schema as JsonSchema;
  return [shown, ...Object.values(shown).flatMap(fields)];
}

test("every parameter has a title", () => {
  let seen = 0;
  for (const name of schemaNames) {
    const objects = fields(makeJsonSchema(name)).filter((schema) => schema.properties !== undefined);
    for (const object of objects) {
      for (const [key, property] of Object.entries(propertiesOf(object))) {
        expect(property.title, `${name} ${key}`).toBeTypeOf("string");
        seen++;
      }
    }
  }
  expect(seen).toBeGreaterThan(200);
});

test("every branch of a form has a title", () => {
  let seen = 0;
  for (const name of schemaNames) {
    for (const schema of fields(makeJsonSchema(name))) {
      const branches = [schema.oneOf, schema.anyOf].flatMap((list) => (Array.isArray(list) ? list : []));
      for (const branch of branches.filter(({ properties, type }) => properties ?? type)) {
        expect(branch.title, JSON.stringify(branch)).toBeTypeOf("string");
        seen++;
      }
    }
  }
  expect(seen).toBeGreaterThan(60);
});

test("no pattern fills a page where somebody mistypes a value", () => {
  const patterns = schemaNames.flatMap((name) =>
    fields(makeJsonSchema(name)).flatMap(({ pattern }) => (typeof pattern === "string" ? pattern : [])),
  );
  expect(patterns.length).toBeGreaterThan(20);
  expect(patterns.filter((pattern) => pattern.length > 130)).toEqual([]);
});

test("what is long has room for several lines", () => {
  const enb = propertiesOf(makeJsonSchema("enb"));
  const roomy = Object.keys(enb).filter((key) => enb[key]?.textarea === true);
  expect(roomy).toEqual(["user-authorized-key", "xlog_fluentbit_forward_shared_key"]);
});

test("a schema shows the defaults that are filled in", () => {
  const enb = propertiesOf(makeJsonSchema("enb"));
  for (const [key, value] of Object.entries(enbDefaults)) expect(enb[key]?.default, key).toEqual(value);
  const shown = kindsOf(makeJsonSchema("radio-unit")).map(propertiesOf);
  expect(shown).toHaveLength(radioUnitKinds.length);
  for (const [index, { defaults }] of radioUnitKinds.entries()) {
    const { cpri_link = {}, ...own } = defaults;
    for (const [key, value] of Object.entries(own)) expect(shown[index]?.[key]?.default, key).toBe(value);
    for (const [key, value] of Object.entries(cpri_link)) {
      expect(propertiesOf(shown[index]?.cpri_link)[key]?.default, key).toBe(value);
    }
  }
});

test("a schema has units, choices and limits", () => {
  const [lte, nr] = kindsOf(makeJsonSchema("cell")).map(propertiesOf);
  expect(lte?.bandwidth).toMatchObject({
    unit: "MHz",
    enum: [1.4, 3, 5, 10, 15, 20],
    description: "In MHz.",
  });
  expect(nr?.pci).toMatchObject({ type: "integer", minimum: 0, maximum: 1007 });
  expect(propertiesOf(makeJsonSchema("enb")).plmn_list).toMatchObject({
    anyOf: [
      { type: "array", maxItems: 6 },
      { type: "object", title: "older form", deprecated: true, maxProperties: 6 },
    ],
  });
});

test("the older form is deprecated wherever it stands, and never the default", () => {
  const older = schemaNames.flatMap((name) =>
    fields(makeJsonSchema(name)).filter(({ deprecated }) => deprecated === true),
  );
  expect(older.length).toBeGreaterThan(12);
  for (const schema of older) {
    expect(schema.title).toMatch(/older form/);
    expect(schema).not.toHaveProperty("default");
  }
  const enb = propertiesOf(makeJsonSchema("enb"));
  for (const key of Object.keys(olderDefaults)) expect(enb[key]?.deprecated, key).toBe(true);
});

test("the tracking area of NR cells is required in a list, and not in the older dictionary", () => {
  const { anyOf } = propertiesOf(makeJsonSchema("enb")).plmn_list_5g as { anyOf: JsonSchema[] };
  expect(anyOf[0]?.items).toMatchObject({ required: ["plmn", "tac"] });
  expect(anyOf[1]?.additionalProperties).toMatchObject({ required: ["plmn"] });
});

test("the kinds of shared instances are one list, told apart by constants", () => {
  const kinds = kindsOf(makeJsonSchema("shared"));
  const told = kinds.map((kind) => {
    const { ru_type, cell_type, cell_kind, peer_type } = propertiesOf(kind);
    return [ru_type, cell_type, cell_kind, peer_type].flatMap((key) => key?.const ?? []).join(" ");
  });
  expect(told).toEqual([
    "sdr",
    "lopcomm",
    "sunwave",
    "lte enb",
    "nr enb",
    "nb enb",
    "lte enb_peer",
    "nr enb_peer",
    "lte",
    "nr",
  ]);
});

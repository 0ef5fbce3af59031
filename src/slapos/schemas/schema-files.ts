/** software.cfg.json and the JSON schemas that it names: what a panel makes its form from. */
import { type JsonSchema, makeJsonSchema } from "../../instance/schema/json-schema.ts";
import { responseSchemas } from "./response-schemas.ts";
import { softwareType } from "./software-type.ts";

type SchemaFile = { readonly path: string; readonly schema: JsonSchema };

/** The files, flat beside software.cfg. */
export function createSchemaFiles(): readonly SchemaFile[] {
  return Object.entries({
    "software.cfg.json": description,
    "instance-enb-input-schema.json": makeJsonSchema("enb"),
    "instance-enb-shared-input-schema.json": makeJsonSchema("shared"),
    "instance-enb-output-schema.json": responseSchemas.root,
    "instance-enb-shared-output-schema.json": responseSchemas.shared,
  } satisfies Record<string, JsonSchema>).map(([path, schema]) => ({ path, schema }));
}

const description = {
  name: "ors-amarisoft",
  description: "Amarisoft eNB/gNB with SDR cards and CPRI Radio Units",
  serialisation: "json-in-xml",
  "software-type": {
    [softwareType]: {
      title: "eNB/gNB",
      description: "A base station; its Radio Units, cells and peers are shared instances",
      "software-type": softwareType,
      request: "instance-enb-input-schema.json",
      response: "instance-enb-output-schema.json",
      index: 0,
    },
    [`${softwareType}-shared`]: {
      title: "Radio Unit, cell, peer or peer cell",
      description: "A part of a base station",
      "software-type": softwareType,
      shared: true,
      request: "instance-enb-shared-input-schema.json",
      response: "instance-enb-shared-output-schema.json",
      index: 1,
    },
  },
};

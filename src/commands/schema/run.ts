/** `ors schema`: JSON schemas of the parameters and of the JSON documents, made of the zod schemas that are in use. */
import type { Run } from "../../console/command.ts";
import { makeJsonSchema } from "../../instance/schema/json-schema.ts";
import { schemaNames } from "../../instance/schema/names.ts";
import { exitCode } from "../../issue/exit-code.ts";
import { makeDocumentSchema } from "../../report/documents/json-schema.ts";
import { documentNames } from "../../report/documents/names.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, { name }) => {
  terminal.print(JSON.stringify(await findSchema(name), null, 2));
  return exitCode.good;
};

async function findSchema(name: string): Promise<object | undefined> {
  if (name === "switch") return (await import("../../vlan/json-schema.ts")).makeSwitchSchema();
  if (name === "file") return (await import("../../instance/schema/file-schema.ts")).makeFileSchema();
  const ofParameters = schemaNames.find((known) => known === name);
  if (ofParameters !== undefined) return makeJsonSchema(ofParameters);
  const document = documentNames.find((known) => `report-${known}` === name);
  return document && makeDocumentSchema(document);
}

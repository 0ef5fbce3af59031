/** JSON schemas (2020-12) of the JSON documents. */
import * as z from "zod";
import type { DocumentName } from "../document-names.ts";
import { documents } from "./documents.ts";

export function makeDocumentSchema(name: DocumentName): object {
  return z.toJSONSchema(documents[name]);
}

/** JSON schemas (2020-12) of the JSON documents. */
import * as z from "zod";
import { documents } from "./documents.ts";
import type { DocumentName } from "./names.ts";

export function makeDocumentSchema(name: DocumentName): object {
  return z.toJSONSchema(documents[name]);
}

/** What all JSON documents have in common: their name and version first, problems last. */
import * as z from "zod";
import { problem } from "./parts/problem.ts";
import { documentVersion } from "./version.ts";

/** The schema of a document with these keys of its own. */
export function describeDocument<const Name extends string, Shape extends z.core.$ZodShape>(
  name: Name,
  summary: string,
  shape: Shape,
) {
  return z
    .strictObject({
      document: z.literal(name).describe("The name of this kind of document."),
      version: z
        .literal(documentVersion)
        .describe("Goes up where a key goes or changes its meaning; new keys may come without."),
      ...shape,
      errors: z.array(problem).describe("What is wrong; empty where the command did what it was asked for."),
      warnings: z.array(problem).describe("What was noticed and changes nothing."),
    })
    .meta({ title: `ors: ${name}`, description: summary });
}

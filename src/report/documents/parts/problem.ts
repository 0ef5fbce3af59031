/** An error or a warning in a JSON document. */
import * as z from "zod";

const text = z.string().nullable();
const number = z.int().nullable();

export const problem = z.strictObject({
  file: text.describe("The file, as it was named on the command line; null where the place is not known."),
  line: number.describe("Line in it, from 1."),
  column: number.describe("Column in it, from 1, in UTF-16 units."),
  shared: text.describe("Reference of the shared instance; null for the instance itself."),
  path: z
    .array(z.union([z.string(), z.int()]))
    .describe("Keys and indices that lead to the value, inside the shared instance where there is one."),
  what: z.string().describe("What is wrong."),
  expected: text.describe("What is expected there."),
  guess: text.describe("What was perhaps meant."),
});

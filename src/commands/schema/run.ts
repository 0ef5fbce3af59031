/** `ors schema`: JSON schemas of the parameters, made of the same zod schemas that `ors check` asks. */

import type { Run } from "../../console/command.ts";
import { makeJsonSchema } from "../../instance/schema/json-schema.ts";
import { exitCode } from "../../issue/exit-code.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, { name }) => {
  terminal.print(JSON.stringify(makeJsonSchema(name), null, 2));
  return exitCode.good;
};

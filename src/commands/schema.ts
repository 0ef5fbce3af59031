/** `ors schema`: JSON schemas of the parameters, made of the same zod schemas that `ors check` asks. */

import type { Run } from "../console/command.ts";
import { usage } from "../input/input.ts";
import { jsonSchema, schemaNames } from "../instance/schema/json-schema.ts";
import { exitCode } from "../issue/exit-code.ts";

export const run: Run = async (terminal, invocation) => {
  const name = invocation.arguments[0] ?? "enb";
  const known = schemaNames.find((one) => one === name);
  if (known === undefined) throw usage(`there is no schema "${name}"`, schemaNames.join(", "));
  terminal.print(JSON.stringify(jsonSchema(known), null, 2));
  return exitCode.good;
};

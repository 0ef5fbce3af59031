/** JSON schema (2020-12) of a switch's configuration, for editors. */
import * as z from "zod";
import { switchSchema } from "./schema.ts";

/** What JSON Schema does not say, as that a TAP is there once, is left to `ors switch check`. */
export function makeSwitchSchema(): object {
  return z.toJSONSchema(switchSchema, { io: "input" });
}

/** `ors radio reset`. */
import type { Run } from "../../../console/command.ts";
import { askAndPrint } from "../ask.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = (terminal, options) =>
  askAndPrint(terminal, options, { ask: "reset", ru: options.ru });

/** What an operator writes, before anything of it is done. */
import { type Command, createCommand } from "../../console/command.ts";

export const parameterCommands: readonly Command[] = [
  createCommand(
    { name: "new", summary: "print a complete, commented parameter file to start from" },
    () => import("../new/definition.ts"),
    () => import("../new/run.ts"),
  ),
  createCommand(
    { name: "add ru", summary: "add a Radio Unit to a parameter file" },
    () => import("../add-ru/definition.ts"),
    () => import("../add-ru/run.ts"),
  ),
  createCommand(
    { name: "add cell", summary: "add a cell to a parameter file" },
    () => import("../add-cell/definition.ts"),
    () => import("../add-cell/run.ts"),
  ),
  createCommand(
    { name: "check", summary: "validate parameters and say what the instance would be" },
    () => import("../check/definition.ts"),
    () => import("../check/run.ts"),
  ),
  createCommand(
    { name: "explain", summary: "say what one cell or Radio Unit came to, and where each value came from" },
    () => import("../explain/definition.ts"),
    () => import("../explain/run.ts"),
  ),
  createCommand(
    { name: "convert", summary: "print parameters of the older form in the newer one" },
    () => import("../convert/definition.ts"),
    () => import("../convert/run.ts"),
  ),
  createCommand(
    { name: "schema", summary: "print the JSON schema of the parameters, or of a JSON document" },
    () => import("../schema/definition.ts"),
    () => import("../schema/run.ts"),
  ),
];

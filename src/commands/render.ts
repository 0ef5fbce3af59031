/** `ors render`: every file of an instance, written by the one writer. */
import { resolve } from "node:path";
import { exitCode } from "../issue/exit-code.ts";
import { writeFiles } from "../output/write-files.ts";
import { renderInstance } from "../render/render-instance.ts";
import { type Run, textOption } from "./command.ts";
import { accept, givenSite, requiredOption } from "./input.ts";

export const run: Run = async (terminal, invocation) => {
  const output = requiredOption(invocation, "output");
  const state = textOption(invocation, "state") ?? resolve(output, "..", "var");
  const { site, split } = await givenSite(terminal, invocation);
  const files = accept(renderInstance(site, split.plan, { state })).value;
  for (const { path, change } of writeFiles(output, files)) terminal.print(`${change} ${path}`);
  return exitCode.good;
};

/** `ors new`: a parameter file to start from. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Run } from "../../console/command.ts";
import type { ValuesOf } from "../../console/definition.ts";
import { accept } from "../../input/accept.ts";
import { resolveInput } from "../../input/resolve-input.ts";
import { makeParameterFile, newDefaults } from "../../instance/new-parameters.ts";
import { getRadioUnitKind } from "../../instance/radio-units/radio-unit-kinds.ts";
import { exitCode, InputError, UsageError } from "../../issue/exit-code.ts";
import { type Issue, place } from "../../issue/issue.ts";
import { planRange } from "../../plan/plan-range.ts";
import { findPackageFolder } from "../../tap/trampoline/package-folder.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const schema = pathToFileURL(join(findPackageFolder(), "dist", "parameters.schema.json")).href;
  const { value } = accept(makeParameterFile({ ...options, schema }));
  await checkFile(value, options);
  terminal.print(value.trimEnd());
  return exitCode.good;
};

/** Throws a UsageError where `ors check` would refuse the file, with the options in place of keys. */
async function checkFile(text: string, options: ValuesOf<typeof definition>): Promise<void> {
  const { ruCount, ruType, slaptap = newDefaults.slaptap, range = newDefaults.range } = options;
  try {
    const subtaps = getRadioUnitKind(ruType).link === "cpri" ? ruCount : 0;
    accept(planRange({ slaptap, range, ruCount: subtaps }));
    await resolveInput(text, "new");
  } catch (cause) {
    throw cause instanceof InputError ? new UsageError(cause.issues.map(moveToOption)) : cause;
  }
}

function moveToOption({ position: _notWritten, ...issue }: Issue): Issue {
  const key = String(issue.place.path[0] ?? "");
  const option = key === "tap-name" ? "--slaptap" : key.startsWith("tap-ipv6-") ? "--range" : undefined;
  return option === undefined ? issue : { ...issue, place: place(option) };
}

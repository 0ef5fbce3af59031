/** The switch that emulated Radio Units are to be behind, and how they search their VLAN. */
import type { ValuesOf } from "../../console/definition.ts";
import type { Terminal } from "../../console/terminal.ts";
import { checkSwitch } from "../../emulate/search/check-switch.ts";
import type { EmulatedSwitch } from "../../emulate/search/open-emulated-switch.ts";
import { accept } from "../../input/accept.ts";
import { readText } from "../../input/read-text.ts";
import { InputError } from "../../issue/exit-code.ts";
import { formatIssue } from "../../issue/format.ts";
import { type Outcome, outcome } from "../../issue/issue.ts";
import type { TapPlan } from "../../plan/tap-plan.ts";
import type { SwitchConfiguration } from "../../vlan/configuration.ts";
import { loadConfiguration } from "../../vlan/load-configuration.ts";
import { locateIssues } from "../../vlan/locate-issues.ts";
import type { definition } from "./definition.ts";
import { readSearch, refuseWithoutSwitch } from "./switch-options.ts";

/** Undefined without --switch. */
export async function readSwitch(
  terminal: Terminal,
  options: ValuesOf<typeof definition>,
  plan: TapPlan,
): Promise<EmulatedSwitch | undefined> {
  const file = options.switch;
  if (file === undefined) return void refuseWithoutSwitch(options);
  const text = readText(terminal, file);
  const search = readSearch(options);
  const loaded = await loadConfiguration(text, file);
  const checked = await checkLoaded(loaded, async (configuration) =>
    locateIssues(checkSwitch(configuration, plan, search), text, file),
  );
  const { value: configuration, warnings } = accept(checked, { source: text });
  for (const warning of warnings) terminal.complain(formatIssue(warning));
  return {
    configuration,
    text,
    control: options.control ?? null,
    search,
    warn: (line) => terminal.complain(`ors: ${line}`),
    makeError: async (issues) => new InputError(await locateIssues(issues, text, file), text),
  };
}

async function checkLoaded(
  { value, issues }: Outcome<SwitchConfiguration>,
  check: (configuration: SwitchConfiguration) => Promise<Outcome<unknown>["issues"]>,
): Promise<Outcome<SwitchConfiguration>> {
  return value === undefined ? { value, issues } : outcome(value, [...issues, ...(await check(value))]);
}

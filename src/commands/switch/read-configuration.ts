/** The configuration of a switch that a command is given. */
import type { Terminal } from "../../console/terminal.ts";
import { accept } from "../../input/accept.ts";
import { readText } from "../../input/read-text.ts";
import { formatIssue } from "../../issue/format.ts";
import type { Issue } from "../../issue/issue.ts";
import type { SwitchConfiguration } from "../../vlan/configuration.ts";
import { loadConfiguration } from "../../vlan/load-configuration.ts";

export type ReadConfiguration = {
  readonly text: string;
  readonly configuration: SwitchConfiguration;
  readonly warnings: readonly Issue[];
};

/** Reads and validates it, and says its warnings. Throws an InputError with all that is wrong. */
export async function readConfiguration(terminal: Terminal, file: string): Promise<ReadConfiguration> {
  const text = readText(terminal, file);
  const { value, warnings } = accept(await loadConfiguration(text, file), { source: text });
  for (const warning of warnings) terminal.complain(formatIssue(warning));
  return { text, configuration: value, warnings };
}

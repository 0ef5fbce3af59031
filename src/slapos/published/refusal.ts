/** What requesters see where the parameters are wrong. */
import { getGivenInstance } from "../../instance/given.ts";
import { parseJson } from "../../instance/text/json-text.ts";
import { formatIssue } from "../../issue/format.ts";
import { hasErrors, type Issue } from "../../issue/issue.ts";

/** By slave reference, the errors of that shared instance, a line each. */
export type Refusal = Readonly<Record<string, string>>;

/** @param text the input that the issues are about */
export function groupRefusals(text: string, issues: readonly Issue[]): Refusal {
  const parsed = parseJson(text);
  const given = parsed && "root" in parsed ? getGivenInstance(parsed.value, parsed.root).given : undefined;
  const lines = new Map<string, string[]>();
  for (const issue of issues.filter((one) => hasErrors([one]))) {
    const { shared } = issue.place;
    if (shared === null) continue;
    lines.set(shared, [...(lines.get(shared) ?? []), formatIssue(issue)]);
  }
  const errors = (given?.shared ?? []).flatMap(({ reference, slaveReference }) => {
    const found = lines.get(reference);
    return found === undefined ? [] : [[slaveReference, found.join("\n")] as const];
  });
  return Object.fromEntries(errors);
}

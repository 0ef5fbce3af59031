/** The text that the trampoline reads. */

import { InputError } from "../../issue/exit-code.ts";
import { error, place } from "../../issue/issue.ts";
import { formatPlannedTap } from "../../plan/plan-json.ts";
import type { TapPlan } from "../../plan/tap-plan.ts";
import { getSubtaps } from "../wanted-tap.ts";

/**
 * The request for a plan's subtaps, all of them; without any where one Radio Unit has the slaptap itself.
 *
 * @param down names of subtaps that are kept but not up
 * @throws InputError where the plan has no slaptap, or a field that would not be one word of the request
 */
export function formatTrampolineRequest(plan: TapPlan, down: ReadonlySet<string>): string {
  if (plan.slaptap === null) throw new InputError([error(place("slaptap"), "the plan has no slaptap")]);
  const lines = [
    ["netcapdo", "1"],
    ["slaptap", plan.slaptap],
  ];
  for (const { name, network, gateway, addr } of getSubtaps(plan).map(formatPlannedTap)) {
    lines.push(["tap", name, network, gateway, addr, ...(down.has(name) ? ["down"] : [])]);
  }
  for (const word of lines.flat()) refuseUnfit(word);
  return [...lines.map((words) => words.join(" ")), "end", ""].join("\n");
}

/** A space or a line's end in a field would make another request of it. */
function refuseUnfit(word: string): void {
  if (/^[\x21-\x7e]+$/.test(word)) return;
  const what = `${JSON.stringify(word)} cannot stand in a plan of TAPs`;
  throw new InputError([error(place("taps"), what, "printable ASCII without spaces")]);
}

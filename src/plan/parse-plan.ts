/** A plan.json read back. */
import * as z from "zod";
import { error, type Outcome, place } from "../issue/issue.ts";
import type { TapPlan } from "./tap-plan.ts";

const text = z.string().min(1);
const plan = z.strictObject({
  slaptap: text.nullable(),
  range: text.nullable(),
  taps: z.array(z.strictObject({ name: text, ru: z.string(), network: text, gateway: text, addr: text })),
});

/**
 * The plan that a file holds. Its shape is judged here, its names and networks by whoever acts on them: the
 * trampoline trusts no plan.
 */
export function parsePlan(content: string, file: string): Outcome<TapPlan> {
  const read = parseJson(content);
  const parsed = plan.safeParse(read);
  if (read !== undefined && parsed.success) return { value: parsed.data, issues: [] };
  const right = "a plan.json as `ors render` writes it";
  if (read === undefined) return { value: undefined, issues: [error(place(), `${file}: not JSON`, right)] };
  const issues = parsed.error?.issues ?? [];
  return {
    value: undefined,
    issues: issues.map(({ path, message }) =>
      error(place(...(path as (string | number)[])), `${file}: ${message}`, right),
    ),
  };
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

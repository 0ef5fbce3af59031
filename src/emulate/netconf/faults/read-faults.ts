/** A file of faults: for each Radio Unit what it does wrong. */
import * as z from "zod";
import { parseJsonValue } from "../../../instance/text/json-value.ts";
import { error, type Outcome, place } from "../../../issue/issue.ts";
import { type FaultKind, faultKinds } from "./faults.ts";

const shape = z.record(z.string(), z.array(z.enum(faultKinds as [FaultKind, ...FaultKind[]])));

/** `{"RU01": ["freeze", "slow-bytes"]}`; all that is wrong with it is an issue. */
export function parseFaults(text: string, file: string): Outcome<ReadonlyMap<string, readonly FaultKind[]>> {
  const parsed = shape.safeParse(parseJsonValue(text));
  if (parsed.success) return { value: new Map(Object.entries(parsed.data)), issues: [] };
  const issues = parsed.error.issues.map(({ path }) =>
    error(
      place(...path.filter((step) => typeof step !== "symbol")),
      `${file}: not a file of faults`,
      expected,
    ),
  );
  return { value: undefined, issues };
}

const expected = `{"<Radio Unit>": [faults]}, of ${faultKinds.join(", ")}`;

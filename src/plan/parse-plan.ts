/** A plan.json read back. */
import * as z from "zod";
import { parseJsonValue } from "../instance/text/json-value.ts";
import { error, type Outcome, place } from "../issue/issue.ts";
import { quote } from "../issue/quote.ts";
import { parseIpv6Network } from "../net/ipv6-network.ts";
import { parseIpv6Address } from "../net/parse-ipv6.ts";
import type { TapPlan } from "./tap-plan.ts";

const name = z.string().min(1);
const network = parsed(parseIpv6Network, "an IPv6 network without host bits");
const address = parsed(parseIpv6Address, "an IPv6 address");
const plan = z.strictObject({
  slaptap: name.nullable(),
  range: network.nullable(),
  taps: z.array(z.strictObject({ name, ru: z.string(), network, gateway: address, addr: address })),
});

const expected = "a plan.json as `ors render` writes it";

/**
 * The plan in the text of a file. Its networks are values from here on; whether its names and networks can be had is
 * judged where they are compared with the kernel.
 */
export function parsePlan(content: string, file: string): Outcome<TapPlan> {
  const read = parseJsonValue(content);
  if (read === undefined)
    return { value: undefined, issues: [error(place(), `${file}: not JSON`, expected)] };
  const { success, data, error: problem } = plan.safeParse(read);
  if (success) return { value: data, issues: [] };
  const issues = problem.issues.map(({ path, message }) =>
    error(
      place(...(path as (string | number)[])),
      `${file}: ${describe(message, findValue(read, path))}`,
      expected,
    ),
  );
  return { value: undefined, issues };
}

/** What zod found, in words; our own messages are words already. */
function describe(message: string, value: unknown): string {
  if (!message.startsWith("Invalid input")) return message.charAt(0).toLowerCase() + message.slice(1);
  return value === undefined ? "missing" : `${quote(JSON.stringify(value))} has the wrong type`;
}

function findValue(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, step) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );
}

function parsed<T>(parse: (text: string) => T | undefined, what: string) {
  return z.string().transform((text, context): T => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: "custom", message: `${quote(text)} is not ${what}` });
    return z.NEVER;
  });
}

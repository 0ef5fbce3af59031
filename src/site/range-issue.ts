/** What is said about a text that should be an IPv6 range. */
import { error, type Issue, type Place } from "../issue/issue.ts";
import { quote } from "../issue/quote.ts";

export function makeRangeIssue(text: string, at: Place): Issue {
  const kind = /^[0-9.]+(\/|$)/.test(text) ? "an IPv4 range, not IPv6" : "no IPv6 range";
  return error(
    at,
    `${quote(text)} is ${kind}`,
    "an IPv6 address with a prefix length, such as 2001:db8::/64",
  );
}

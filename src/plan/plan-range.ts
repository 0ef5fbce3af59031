/** The plan of a slaptap that is only described: `ors plan --slaptap NAME --range CIDR --ru-count N`. */
import { error, type Outcome, place } from "../issue/issue.ts";
import { quote } from "../issue/quote.ts";
import { interfaceNameRule, isInterfaceName } from "../net/interface-name.ts";
import { formatIpv6Network, parseSurroundingNetwork } from "../net/ipv6-network.ts";
import { maxPartPrefixLength, maxSubtaps } from "../net/limits.ts";
import { makeRangeIssue } from "../site/range-issue.ts";
import { getEnds, splitSlaptap, type TapSplit } from "./plan-taps.ts";

export type DescribedSlaptap = {
  readonly slaptap: string;
  /** With or without host bits. */
  readonly range: string;
  readonly ruCount: number;
};

const places = { name: place("--slaptap"), range: place("--range"), count: place("--ru-count") };

/**
 * The split for Radio Units RU1, RU2 … The errors are those of a site's plan, with the options as their place,
 * and of a name or a range that no slaptap can have.
 */
export function planRange({ slaptap, range, ruCount }: DescribedSlaptap): Outcome<TapSplit> {
  const network = parseSurroundingNetwork(range);
  const issues = [];
  if (!isInterfaceName(slaptap)) {
    issues.push(error(places.name, `${quote(slaptap)} is not a valid TAP name`, interfaceNameRule));
  }
  if (!Number.isInteger(ruCount) || ruCount < 0 || ruCount > maxSubtaps) {
    issues.push(error(places.count, `${ruCount} is not a number of Radio Units`, `0 to ${maxSubtaps}`));
  }
  if (network === undefined) issues.push(makeRangeIssue(range, places.range));
  // for more than one it is the split that says how large it has to be
  else if (network.prefixLength > maxPartPrefixLength && ruCount < 2) {
    issues.push(
      error(
        places.range,
        `${formatIpv6Network(network)} has no room for two addresses`,
        `a range of /${maxPartPrefixLength} or larger`,
      ),
    );
  }
  if (network === undefined || issues.length > 0) return { value: undefined, issues };
  const references = Array.from({ length: ruCount }, (_, i) => `RU${i + 1}`);
  return splitSlaptap({ name: slaptap, range: network, ...getEnds(network) }, references, places);
}

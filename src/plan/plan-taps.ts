/** From the slaptap and the CPRI Radio Units to the TAP of each. */
import { error, type Issue, type Outcome, outcome, type Place, place } from "../issue/issue.ts";
import { maxInterfaceNameBytes } from "../net/interface-name.ts";
import { getLastAddress, type Ipv6Network } from "../net/ipv6-network.ts";
import { maxSubtaps } from "../net/limits.ts";
import { formatReferences } from "../site/quoted-list.ts";
import type { Site, Slaptap } from "../site/site.ts";
import { splitRange } from "./split-range.ts";
import type { PlannedTap, TapPlan } from "./tap-plan.ts";

/** A plan with the part that stays with the slaptap: null where nothing is split. */
export type TapSplit = { readonly plan: TapPlan; readonly kept: Ipv6Network | null };

/** Where the slaptap's name and its range were given, for issues. */
export type SlaptapPlaces = { readonly name: Place; readonly range: Place };

const instancePlaces: SlaptapPlaces = { name: place("tap-name"), range: place("tap-ipv6-network") };

/**
 * The plan of a site: nothing for no CPRI Radio Unit, the slaptap itself for one, a subtap for each of several,
 * in the order of the site's list. Errors: Radio Units without a slaptap (but for `testing`), more of them than
 * {@link maxSubtaps}, names that are too long, a range that is too small or not permitted.
 */
export function planTaps(
  site: Pick<Site, "slaptap" | "radioUnits" | "testing">,
  missing: readonly string[] = [],
): Outcome<TapSplit> {
  const references = site.radioUnits
    .filter(({ link }) => link.kind === "cpri")
    .map(({ reference }) => reference);
  if (site.slaptap !== null) return splitSlaptap(site.slaptap, references, instancePlaces);
  const issues = references.length === 0 || site.testing ? [] : [makeMissingSlaptap(references, missing)];
  return outcome({ plan: { slaptap: null, range: null, taps: [] }, kept: null }, issues);
}

/** The plan of a slaptap for CPRI Radio Units by their references, in order. */
export function splitSlaptap(
  slaptap: Slaptap,
  references: readonly string[],
  places: SlaptapPlaces,
): Outcome<TapSplit> {
  const { name, range: network, gateway, addr } = slaptap;
  if (references.length < 2) {
    const taps = references.map((ru) => ({ name, ru, network, gateway, addr }));
    return outcome({ plan: { slaptap: name, range: network, taps }, kept: null }, []);
  }
  const issues = [
    ...checkCount(references.length, places.range),
    ...checkNames(name, references.length, places.name),
  ];
  if (issues.length > 0) return { value: undefined, issues };
  return splitAmong(slaptap, references, places);
}

function splitAmong(
  slaptap: Slaptap,
  references: readonly string[],
  places: SlaptapPlaces,
): Outcome<TapSplit> {
  const split = splitRange(slaptap.range, references.length);
  if ("what" in split) return { value: undefined, issues: [error(places.range, split.what, split.right)] };
  const taps = split.parts.map((part, i) => planTap(`${slaptap.name}-${i + 1}`, references[i] ?? "", part));
  const plan = { slaptap: slaptap.name, range: slaptap.range, taps };
  return outcome({ plan, kept: split.kept }, []);
}

function planTap(name: string, ru: string, network: Ipv6Network): PlannedTap {
  return { name, ru, network, ...getEnds(network) };
}

/** The first host address is the Radio Unit's, the last address the host's. */
export function getEnds(network: Ipv6Network): Pick<PlannedTap, "gateway" | "addr"> {
  return { gateway: network.address + 1n, addr: getLastAddress(network) };
}

function makeMissingSlaptap(references: readonly string[], missing: readonly string[]): Issue {
  const needed = formatReferences(references);
  const [first] = missing;
  if (first !== undefined) {
    const what = `missing, and CPRI Radio Units need a TAP: ${needed}`;
    return error(place(first), what, `${missing.join(", ")} beside what is there of tap-*, or testing: true`);
  }
  return error(
    instancePlaces.name,
    `this node gives no TAP, and CPRI Radio Units need one: ${needed}`,
    "a partition with a TAP (tap-name, tap-ipv6-network, tap-ipv6-gateway, tap-ipv6-addr), or testing: true",
  );
}

function checkCount(count: number, at: Place): Issue[] {
  if (count <= maxSubtaps) return [];
  return [error(at, `${count} CPRI Radio Units need as many subtaps`, `at most ${maxSubtaps} of them`)];
}

/** The slaptap's own name is ASCII: characters are bytes. */
function checkNames(slaptap: string, count: number, at: Place): Issue[] {
  const longest = `${slaptap}-${Math.min(count, maxSubtaps)}`;
  if (longest.length <= maxInterfaceNameBytes) return [];
  const room = maxInterfaceNameBytes - (longest.length - slaptap.length);
  return [
    error(
      at,
      `subtap "${longest}" of slaptap "${slaptap}" has a name of ${longest.length} bytes, and an interface has at most ${maxInterfaceNameBytes}`,
      `for ${count} CPRI Radio Units a slaptap's name of at most ${room} bytes`,
    ),
  ];
}

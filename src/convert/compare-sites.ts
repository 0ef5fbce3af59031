/** What a conversion leaves as it was, and what it moves beside the air: compared, not assumed. */
import type { Site } from "../site/site.ts";

/** A thing that was looked at in both sites. */
export type Compared = { readonly what: string; readonly before: string; readonly after: string };

/** What is the same in both, and what is not. */
export function compareSites(
  before: Site,
  after: Site,
): { readonly stays: readonly string[]; readonly moves: readonly Compared[] } {
  const stays = aspects.filter(({ of }) => of(before) === of(after)).map(({ what }) => what);
  const moves = aspects
    .filter(({ of }) => of(before) !== of(after))
    .map(({ what, of }) => ({ what, before: of(before), after: of(after) }));
  return { stays, moves };
}

type Aspect = { readonly what: string; readonly of: (site: Site) => string };

const aspects: readonly Aspect[] = [
  { what: "Radio Units, their gains and channels", of: ({ radioUnits }) => showAll(radioUnits) },
  {
    what: "carriers and identities of the cells",
    of: ({ cells }) =>
      showAll(
        cells.map(({ reference, pci, cellId, band, bandwidth, dlFrequency, ulFrequency }) => ({
          ...{ reference, pci, cellId, band, bandwidth, dlFrequency, ulFrequency },
        })),
      ),
  },
  {
    what: "TDD patterns",
    of: ({ cells }) =>
      showAll(
        cells.map((cell) =>
          cell.kind === "nr" ? cell.tddPatterns : "uldlConfig" in cell && cell.uldlConfig,
        ),
      ),
  },
  { what: "identities of the eNB and the gNB", of: ({ enb: { enbId, gnbId } }) => showAll([enbId, gnbId]) },
  { what: "addresses of the core network", of: ({ enb: { mmes, amfs } }) => showAll([mmes, amfs]) },
  { what: "PLMNs and slices", of: ({ enb: { plmns, plmns5g, nssai } }) => showAll([plmns, plmns5g, nssai]) },
  { what: "address of the user plane", of: ({ enb: { gtpAddr } }) => gtpAddr },
  { what: "address of the remote API", of: ({ enb: { comAddr } }) => comAddr },
  {
    what: "password of the remote API",
    of: ({ enb: { websocketPassword } }) => (websocketPassword === null ? "none" : "there is one"),
  },
  {
    what: "ready enb.cfg",
    of: ({ enb: { configLink } }) => configLink?.url ?? "none",
  },
];

/** Values without where they came from. */
function showAll(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => (key === "origins" ? undefined : inner));
}

/** Channel state information reference signals of an NR cell, by its downlink antennas. */
import { makeOncePerKey } from "../once.ts";
import { type RenderedText, renderedText, renderTemplate } from "../template.ts";

type CsiRs = {
  readonly nPorts: number;
  /** A row of TS 38.211 table 7.4.1.5.3-1 and which of its positions are used. */
  readonly frequencyDomainAllocation: "row2" | "row4" | "other";
  readonly bitmap: string;
  readonly cdmType: "no_cdm" | "fd_cdm2";
};

type Codebook = {
  /** Antennas of the panel across and down (TS 38.214 §5.2.2.2.1); null where two ports leave no choice. */
  readonly n1: number | null;
  readonly n2: number | null;
  readonly mode: number | null;
};

type AntennaSettings = {
  readonly csiRs: CsiRs;
  /** Null with one antenna. */
  readonly codebook: Codebook | null;
};

const settings: Readonly<Record<number, AntennaSettings>> = {
  1: {
    csiRs: { nPorts: 1, frequencyDomainAllocation: "row2", bitmap: "100000000000", cdmType: "no_cdm" },
    codebook: null,
  },
  2: {
    csiRs: { nPorts: 2, frequencyDomainAllocation: "other", bitmap: "100000", cdmType: "fd_cdm2" },
    codebook: { n1: null, n2: null, mode: null },
  },
  4: {
    csiRs: { nPorts: 4, frequencyDomainAllocation: "row4", bitmap: "100", cdmType: "fd_cdm2" },
    codebook: { n1: 2, n2: 1, mode: 1 },
  },
  8: {
    csiRs: { nPorts: 8, frequencyDomainAllocation: "other", bitmap: "110011", cdmType: "fd_cdm2" },
    codebook: { n1: 4, n2: 1, mode: 1 },
  },
};

/**
 * The text of `csi_rs` of a cell. Throws a RangeError for a number of antennas that an NR cell cannot have.
 *
 * @param tracking whether there is room for tracking reference signals
 */
export function renderCsiRs(nAntennaDl: number, tracking: boolean): RenderedText {
  return texts(`${nAntennaDl}/${tracking}`);
}

/** Many cells have the same. */
const texts = makeOncePerKey((key) => {
  const [nAntennaDl, tracking] = key.split("/");
  const signals = tracking === "true" ? trackingReferenceSignals : [];
  return renderedText(
    renderTemplate("enb/nr-csi-rs.cfg.njk", {
      ...getAntennaSettings(Number(nAntennaDl)),
      trackingReferenceSignals: signals,
      trackingReferenceSignalIds: signals.map(({ id }) => id),
    }),
  );
});

function getAntennaSettings(nAntennaDl: number): AntennaSettings {
  const found = settings[nAntennaDl];
  if (found === undefined) throw new RangeError(`no NR cell has ${nAntennaDl} downlink antennas`);
  return found;
}

/** Four resources in two consecutive slots, two symbols in each (TS 38.214 §5.1.6.1.1). */
const trackingReferenceSignals = [
  { id: 1, firstSymbol: 4, offset: 11 },
  { id: 2, firstSymbol: 8, offset: 11 },
  { id: 3, firstSymbol: 4, offset: 12 },
  { id: 4, firstSymbol: 8, offset: 12 },
] as const;

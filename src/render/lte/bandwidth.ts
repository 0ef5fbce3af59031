/** Settings of an LTE cell that go by the resource blocks of its downlink. */

type BandwidthSettings = {
  readonly prachConfigIndex: number;
  readonly pdcchFormat: number;
  readonly initialCqi: number;
  readonly siCoderate: number;
  /** Sounding reference signal: C_SRS and B_SRS of TS 36.211 §5.5.3.2, the widest that fits. */
  readonly srs: { readonly bandwidthConfig: number; readonly bandwidth: number };
};

const wide = { prachConfigIndex: 4, pdcchFormat: 2, initialCqi: 3, siCoderate: 0.2 };

/** With 6 blocks there is no room for the usual control channel and random access. */
const narrow = { prachConfigIndex: 15, pdcchFormat: 1, initialCqi: 5, siCoderate: 0.3 };

const settings: Readonly<Record<number, BandwidthSettings>> = {
  6: { ...narrow, srs: { bandwidthConfig: 7, bandwidth: 1 } },
  15: { ...wide, srs: { bandwidthConfig: 6, bandwidth: 1 } },
  25: { ...wide, srs: { bandwidthConfig: 3, bandwidth: 1 } },
  50: { ...wide, srs: { bandwidthConfig: 2, bandwidth: 2 } },
  75: { ...wide, srs: { bandwidthConfig: 2, bandwidth: 2 } },
  100: { ...wide, srs: { bandwidthConfig: 2, bandwidth: 3 } },
};

/** Throws a RangeError for a number of resource blocks that no LTE carrier has (TS 36.104 table 5.6-1). */
export function getBandwidthSettings(nRbDl: number): BandwidthSettings {
  const found = settings[nRbDl];
  if (found === undefined) throw new RangeError(`no LTE carrier has ${nRbDl} resource blocks`);
  return found;
}

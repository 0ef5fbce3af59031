/** Settings of an LTE cell that go by its downlink antennas. */

type AntennaSettings = {
  /** dB: power of the data over the reference signals, less with more ports (TS 36.213 §5.2). */
  readonly pA: number;
  /** Spatial multiplexing; null with one antenna. */
  readonly spatial: { readonly transmissionMode: number; readonly mRi: number } | null;
};

/** Open-loop spatial multiplexing (TS 36.213 §7.1.3). */
const spatial = { transmissionMode: 3, mRi: 8 };

const settings: Readonly<Record<number, AntennaSettings>> = {
  1: { pA: 0, spatial: null },
  2: { pA: -3, spatial },
  4: { pA: -6, spatial },
};

/** Throws a RangeError for a number of antennas that an LTE cell cannot have. */
export function getAntennaSettings(nAntennaDl: number): AntennaSettings {
  const found = settings[nAntennaDl];
  if (found === undefined) throw new RangeError(`no LTE cell has ${nAntennaDl} downlink antennas`);
  return found;
}

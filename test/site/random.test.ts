import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { load } from "../../src/instance/load.ts";
import { compareReferences } from "../../src/instance/reference.ts";
import { hasErrors } from "../../src/issue/issue.ts";
import { planTaps } from "../../src/plan/plan-taps.ts";
import { eutraBands } from "../../src/radio/eutra-bands.ts";
import { nrBands } from "../../src/radio/nr-bands.ts";
import { nrChannelRasters } from "../../src/radio/nr-channel-raster.ts";
import { resolveSite } from "../../src/site/resolve-site.ts";
import type { Site } from "../../src/site/site.ts";

const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("A", "a", "B", "RU", "ru", "C1", "c1", "_A_ru", "Ä x") },
  { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 12 }) },
);
const gains = {
  tx_gain: fc.integer({ min: 0, max: 90 }),
  rx_gain: fc.double({ min: -5, max: 60, noNaN: true }),
};
const txrx_active = fc.constantFrom("ACTIVE", "INACTIVE");

const sdr = fc.record({
  ru_type: fc.constant("sdr"),
  sdr_dev_list: fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 3 }),
  n_antenna_dl: fc.constantFrom(1, 2, 4, 8),
  n_antenna_ul: fc.integer({ min: 1, max: 4 }),
  ...gains,
  txrx_active,
});
const cpri = fc.record(
  {
    ru_type: fc.constantFrom("lopcomm", "sunwave"),
    mac_addr: fc.nat(255).map((n) => `00:0a:45:00:00:${n.toString(16).padStart(2, "0")}`),
    cpri_link: fc.record(
      { sdr_dev: fc.nat(3), sfp_port: fc.nat(3), mult: fc.constantFrom(4, 5, 8, 16), rx_delay: fc.nat(50) },
      { requiredKeys: ["sdr_dev", "sfp_port"] },
    ),
    n_antenna_dl: fc.constantFrom(1, 2, 4),
    n_antenna_ul: fc.constantFrom(1, 2),
    ...gains,
    txrx_active,
  },
  { requiredKeys: ["ru_type", "tx_gain", "rx_gain", "mac_addr", "cpri_link"] },
);
const ru = (radioUnit: fc.Arbitrary<unknown>) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.record({ ru_type: fc.constant("ru_ref"), ru_ref: name }) },
    { weight: 1, arbitrary: fc.record({ ru_type: fc.constant("ruincell_ref"), ruincell_ref: name }) },
    { weight: 6, arbitrary: radioUnit },
  );

/** A channel of a band with its duplex mode, now and then another number. */
const lteChannel = fc.constantFrom(...eutraBands).chain(({ duplex, downlink: { first, last } }) =>
  fc.record({
    rf_mode: fc.constant(duplex === "TDD" ? "tdd" : "fdd"),
    dl_earfcn: fc.oneof(
      { weight: 29, arbitrary: fc.integer({ min: first, max: last }) },
      { weight: 1, arbitrary: fc.nat(80000) },
    ),
    bandwidth: fc.constantFrom(1.4, 3, 5, 10, 15, 20),
  }),
);
const nrChannel = fc
  .constantFrom(...nrChannelRasters.filter(({ downlink }) => downlink))
  .chain(({ band, downlink }) => {
    const { first, step, last } = downlink ?? { first: 0, step: 1, last: 0 };
    return fc.record({
      rf_mode: fc.constant(nrBands.find((row) => row.band === band)?.duplex === "TDD" ? "tdd" : "fdd"),
      nr_band: fc.constant(band),
      dl_nr_arfcn: fc.oneof(
        { weight: 29, arbitrary: fc.nat(Math.floor((last - first) / step)).map((i) => first + i * step) },
        { weight: 1, arbitrary: fc.nat(3279165) },
      ),
      bandwidth: fc.constantFrom(5, 10, 20, 40, 100),
    });
  });

const own = fc.record(
  { root_sequence_index: fc.nat(837), inactivity_timer: fc.nat(60000) },
  { requiredKeys: [] },
);
const identity = { pci: fc.nat(503), cell_id: fc.nat(255), tac: fc.nat(0xffff) };
const cell = (radioUnit: fc.Arbitrary<unknown>) =>
  fc.oneof(
    fc
      .tuple(lteChannel, own, fc.record({ ...identity, ru: ru(radioUnit) }))
      .map(([channel, more, rest]) => ({ cell_type: "lte", cell_kind: "enb", ...channel, ...more, ...rest })),
    fc
      .tuple(nrChannel, own, fc.record({ pci: identity.pci, cell_id: identity.cell_id, ru: ru(radioUnit) }))
      .map(([channel, more, rest]) => ({ cell_type: "nr", cell_kind: "enb", ...channel, ...more, ...rest })),
  );
const peer = fc.oneof(
  fc.record({ peer_type: fc.constant("lte"), x2_addr: fc.ipV4() }),
  fc.record({ peer_type: fc.constant("nr"), xn_addr: fc.ipV6().filter((address) => !address.includes(".")) }),
  fc
    .tuple(nrChannel, fc.record({ nr_cell_id: fc.nat(2 ** 31 - 1), pci: identity.pci, tac: identity.tac }))
    .map(([{ nr_band, dl_nr_arfcn }, rest]) => {
      const kind = { cell_type: "nr", cell_kind: "enb_peer", gnb_id_bits: 28 };
      return { ...kind, nr_band, dl_nr_arfcn, ...rest };
    }),
);

const given = fc.constantFrom(sdr, cpri, fc.oneof(sdr, cpri)).chain((radioUnit: fc.Arbitrary<unknown>) => {
  const entry = fc.oneof(
    { weight: 4, arbitrary: radioUnit },
    { weight: 4, arbitrary: cell(radioUnit) },
    { weight: 1, arbitrary: peer },
  );
  return fc.record({
    "ipv6-random": fc.constantFrom("fc00::9", ""),
    "tap-name": fc.constantFrom("slaptap16", "slaptap1234567", ""),
    "tap-ipv6-network": fc.constantFrom("2401:5180:0:66:a200::1/71", "fd00::1/125", "10.0.0.0/8"),
    "tap-ipv6-gateway": fc.constant("2401:5180:0:66:a200::1"),
    "tap-ipv6-addr": fc.constant("2401:5180:0:66:a3ff:ffff:ffff:ffff"),
    configuration: fc.record(
      { enb_id: fc.nat(1048575), gnb_id: fc.nat(1000000), testing: fc.boolean(), use_ipv4: fc.boolean() },
      { requiredKeys: ["enb_id"] },
    ),
    shared: fc.dictionary(name, entry, { maxKeys: 7 }),
  });
});

describe("a random instance", () => {
  test("ends in a site that holds together, or in errors, and never in an exception", async () => {
    let sites = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(given, async (instance) => {
        const loaded = await load(JSON.stringify(instance), "random.json");
        expect(loaded.value === undefined).toBe(hasErrors(loaded.issues));
        if (loaded.value === undefined) return;
        const { value, issues } = resolveSite(loaded.value.instance);
        expect(value === undefined).toBe(hasErrors(issues));
        if (value === undefined) {
          refused += 1;
          return;
        }
        sites += 1;
        expectWhole(value);
        const plan = planTaps(value);
        expect(plan.value === undefined).toBe(hasErrors(plan.issues));
      }),
      { numRuns: 1500 },
    );
    expect(Math.min(sites, refused)).toBeGreaterThan(50);
  });
});

function expectWhole({ radioUnits, cells, peers, peerCells }: Site): void {
  let [tx, rx] = [0, 0];
  for (const [index, radioUnit] of radioUnits.entries()) {
    expect(radioUnit).toMatchObject({ rfPort: index, firstTxChannel: tx, firstRxChannel: rx });
    tx += radioUnit.nAntennaDl;
    rx += radioUnit.nAntennaUl;
    if (radioUnit.kind === "lopcomm") expect(radioUnit.cells.length).toBeLessThan(2);
  }
  expect(new Set(radioUnits.map(({ link }) => link.kind)).size).toBeLessThan(2);
  for (const cell of cells) {
    expect(radioUnits).toContain(cell.radioUnit);
    expect(cell.radioUnit.cells).toContain(cell.reference);
    expect([cell.dlFrequency, cell.ulFrequency].every(Number.isInteger)).toBe(true);
    if (cell.rfMode === "tdd") expect(cell.ulFrequency).toBe(cell.dlFrequency);
  }
  expect(radioUnits.flatMap((radioUnit) => radioUnit.cells)).toHaveLength(cells.length);
  for (const list of [radioUnits, cells, peers, peerCells]) {
    const references = list.map(({ reference }) => reference);
    expect([...references].sort(compareReferences)).toEqual(references);
  }
}

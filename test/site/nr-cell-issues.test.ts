import { expect, test } from "vitest";
import { nrCell, said, sdr, sunwave } from "./resolved-instance.ts";

const tdd = { rf_mode: "tdd", nr_band: 78, dl_nr_arfcn: 630000 };

test("CORESET 0 of a Sunwave Radio Unit that is wider than the carrier is a warning", async () => {
  const narrow = { S: sunwave(1), C: nrCell("S", { ...tdd, bandwidth: 10 }) };
  expect(await said({ shared: narrow })).toContain(
    'warning: shared "C": bandwidth: CORESET 0 of a Sunwave Radio Unit, here "S", has 48 resource blocks, and 10 MHz at 30 kHz has 24; expected: a wider channel',
  );
  const fitting = { S: sunwave(1), C: nrCell("S", { ...tdd, bandwidth: 20 }) };
  expect((await said({ shared: fitting })).filter((line) => line.includes("CORESET"))).toEqual([]);
  const other = { D: sdr, C: nrCell("D", { ...tdd, bandwidth: 10 }) };
  expect((await said({ shared: other })).filter((line) => line.includes("CORESET"))).toEqual([]);
});

test("a root sequence that short preambles do not have is a warning", async () => {
  const cell = (root_sequence_index: number) => ({
    shared: { D: sdr, C: nrCell("D", { ...tdd, bandwidth: 20, root_sequence_index }) },
  });
  expect(await said(cell(137))).toEqual([]);
  expect(await said(cell(138))).toEqual([
    'warning: shared "C": root_sequence_index: 138 is beyond the last root sequence of short preambles, which PRACH configuration 160 has; expected: 0 to 137 (TS 38.211 section 6.3.3.1)',
  ]);
});

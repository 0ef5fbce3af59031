import { describe, expect, test } from "vitest";
import {
  cellOf,
  lopcomm,
  lteCell,
  nrCell,
  radioUnitOf,
  resolve,
  said,
  sdr,
  site,
} from "./resolved-instance.ts";

const within = (ruincell_ref: string) => ({ ru_type: "ruincell_ref", ruincell_ref });

describe("the Radio Unit of a cell", () => {
  test("is found by reference, through other cells in any order, or is the cell's own", async () => {
    const resolved = await site({
      shared: {
        C: lteCell(within("B"), { cell_id: 3, pci: 3 }),
        B: lteCell(within("A"), { cell_id: 2, pci: 2 }),
        A: lteCell(sdr),
        D: lteCell("RU", { cell_id: 4, pci: 4 }),
        RU: { ...sdr, sdr_dev_list: [1] },
      },
    });
    expect(resolved.cells.map(({ reference, radioUnit }) => [reference, radioUnit.reference])).toEqual([
      ["A", "_A_ru"],
      ["B", "_A_ru"],
      ["C", "_A_ru"],
      ["D", "RU"],
    ]);
    expect(radioUnitOf(resolved, "_A_ru")).toMatchObject({ published: false, cells: ["A", "B", "C"] });
    expect(radioUnitOf(resolved, "RU")).toMatchObject({ published: true, cells: ["D"] });
    expect(cellOf(resolved, "A").radioUnit).toBe(radioUnitOf(resolved, "_A_ru"));
  });

  test("that does not exist is an error once, with what was perhaps meant", async () => {
    const { value, issues } = await resolve({
      shared: {
        RU1: sdr,
        A: lteCell("RU9"),
        B: lteCell(within("A"), { cell_id: 2, pci: 2 }),
        C: lteCell("A", { cell_id: 3, pci: 3 }),
        D: lteCell(within("RU1"), { cell_id: 4, pci: 4 }),
        E: lteCell("_F_ru", { cell_id: 5, pci: 5 }),
        F: lteCell({ ...sdr, sdr_dev_list: [1] }, { cell_id: 6, pci: 6 }),
        G: lteCell(within("quite another"), { cell_id: 7, pci: 7 }),
      },
    });
    expect(value).toBeUndefined();
    const told = issues.map(({ place, what, expected, guess }) => [
      place.shared,
      place.path.join("."),
      what,
      expected ?? `perhaps ${guess}`,
    ]);
    expect(told).toEqual([
      ["A", "ru.ru_ref", 'Radio Unit "RU9" does not exist', 'perhaps "RU1"'],
      ["C", "ru.ru_ref", 'Radio Unit "A" does not exist', 'perhaps ruincell_ref: "A"'],
      ["D", "ru.ruincell_ref", 'cell "RU1" does not exist', 'perhaps ru_ref: "RU1"'],
      ["E", "ru.ru_ref", 'Radio Unit "_F_ru" does not exist', 'perhaps ruincell_ref: "F"'],
      ["G", "ru.ruincell_ref", 'cell "quite another" does not exist', 'perhaps "F"'],
    ]);
  });

  test("is guessed among those without a cell, however near a busy one is", async () => {
    const names = Array.from({ length: 12 }, (_, i) => `RU${String(i + 1).padStart(2, "0")}`);
    const shared = Object.fromEntries(
      names.flatMap((name, i) => [
        [name, lopcomm(i + 1)],
        [`C${name}`, nrCell(name === "RU07" ? "RU13" : name, { cell_id: i + 1, pci: i + 1 })],
      ]),
    );
    expect(await said({ shared })).toContain(
      'shared "CRU07": ru.ru_ref: Radio Unit "RU13" does not exist; perhaps "RU07"',
    );
  });

  test("is not guessed where our own rules would refuse it", async () => {
    const shared = { L: lopcomm(1), A: nrCell("L"), B: nrCell("M", { cell_id: 2, pci: 2 }) };
    expect(await said({ shared })).toEqual([
      'shared "B": ru.ru_ref: Radio Unit "M" does not exist; expected: a Radio Unit that can carry this cell: there is none',
    ]);
    const eight = { ...sdr, n_antenna_dl: 8 };
    const wide = { W: eight, A: lteCell("V"), B: nrCell("W", { cell_id: 2, pci: 2 }) };
    expect(await said({ shared: wide })).toContain(
      'shared "A": ru.ru_ref: Radio Unit "V" does not exist; expected: a Radio Unit that can carry this cell: there is none',
    );
  });

  test("is refused where there is none to refer to", async () => {
    expect(await said({ shared: { A: lteCell("RU") } })).toEqual([
      'shared "A": ru.ru_ref: Radio Unit "RU" does not exist; expected: a shared Radio Unit: there is none',
    ]);
  });

  test("is refused for cells in a circle, naming them once, whoever leads into it", async () => {
    expect(
      await said({
        shared: {
          L: lteCell(within("A"), { cell_id: 9, pci: 9 }),
          A: lteCell(within("B")),
          B: nrCell(within("C")),
          C: lteCell(within("A"), { cell_id: 3, pci: 3 }),
          S: lteCell(within("S"), { cell_id: 4, pci: 4 }),
        },
      }),
    ).toEqual([
      `shared "A": ru.ruincell_ref: cells share each other's Radio Unit in a circle: "A" → "B" → "C" → "A"; expected: ru_ref or a Radio Unit of its own for one of them`,
      `shared "S": ru.ruincell_ref: cells share each other's Radio Unit in a circle: "S" → "S"; expected: ru_ref or a Radio Unit of its own for one of them`,
    ]);
  });

  test("of its own may not have the name of a shared one", async () => {
    expect(await said({ shared: { A: lteCell(sdr), _A_ru: { ...sdr, sdr_dev_list: [1] } } })).toEqual([
      'shared "A": ru: the Radio Unit that cell "A" defines is "_A_ru", and there is a shared Radio Unit of that name; expected: another reference for the shared Radio Unit',
    ]);
  });

  test("a long chain of cells is followed", async () => {
    const shared = Object.fromEntries(
      Array.from({ length: 500 }, (_, i) => [
        `N${i}`,
        nrCell(i === 499 ? sdr : within(`N${i + 1}`), { cell_id: i % 256, pci: i }),
      ]),
    );
    const resolved = await site({ shared });
    expect(resolved.cells.every(({ radioUnit }) => radioUnit.reference === "_N499_ru")).toBe(true);
  });
});

describe("the rules across Radio Units", () => {
  test("refuse SDR and CPRI together, naming both sets", async () => {
    const shared = { S: sdr, L: lopcomm(1), C: lteCell("L"), D: lteCell(sdr, { cell_id: 2, pci: 2 }) };
    expect(await said({ shared })).toContain(
      'SDR and CPRI Radio Units cannot be mixed in one eNB: SDR are "_D_ru", "S"; CPRI are "L"; expected: Radio Units of one link type only',
    );
  });

  test("refuse a Lopcomm Radio Unit with two cells, and warn of one with none", async () => {
    const two = { L: lopcomm(1), A: lteCell("L"), B: nrCell("L"), M: lopcomm(2) };
    expect(await said({ shared: two })).toEqual([
      'shared "L": a Lopcomm Radio Unit carries exactly one cell, and "L" carries 2 cells, "A", "B"; expected: one cell',
      'warning: shared "M": a Lopcomm Radio Unit carries exactly one cell, and "M" carries no cell; expected: one cell',
    ]);
    const own = { A: lteCell(lopcomm(1)), B: nrCell(within("A")) };
    expect(await said({ shared: own })).toEqual([
      'shared "A": ru: a Lopcomm Radio Unit carries exactly one cell, and "_A_ru" carries 2 cells, "A", "B"; expected: one cell',
    ]);
  });

  test("do not blame a Lopcomm Radio Unit for a cell that was not found", async () => {
    expect(await said({ shared: { L: lopcomm(1), A: lteCell("K") } })).toEqual([
      'shared "A": ru.ru_ref: Radio Unit "K" does not exist; perhaps "L"',
    ]);
  });

  test("refuse 8 downlink antennas for LTE, not for NR", async () => {
    const ru = { ...sdr, n_antenna_dl: 8 };
    expect(await said({ shared: { R: ru, N: nrCell("R"), L: lteCell("R") } })).toEqual([
      'shared "L": ru: Radio Unit "R" has 8 downlink antennas, too many for an LTE cell; expected: n_antenna_dl of 1, 2, 4',
    ]);
  });
});

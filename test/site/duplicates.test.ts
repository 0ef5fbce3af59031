import { describe, expect, test } from "vitest";
import { lopcomm, lteCell, nrCell, resolve, said, sdr, sunwave } from "./resolved-instance.ts";

async function warnings(shared: Record<string, Record<string, unknown>>): Promise<string[]> {
  const { value, issues } = await resolve({ shared });
  expect(value).toBeDefined();
  return issues.map(
    ({ severity, place, what }) => `${severity} ${place.shared} ${place.path.join(".")}: ${what}`,
  );
}

describe("what is given twice", () => {
  test("is a warning for MAC addresses, wherever they are defined", async () => {
    const shared = {
      A: sunwave(1),
      B: sunwave(2, { mac_addr: "00:0A:45:00:00:01" }),
    };
    expect(await warnings(shared)).toEqual([
      'warning B mac_addr: 00:0a:45:00:00:01 is that of Radio Unit "A" too',
    ]);
  });

  test("is an error for a CPRI port: two cables do not fit", async () => {
    const shared = { A: sunwave(1), C: lteCell(lopcomm(3, { cpri_link: { sdr_dev: 0, sfp_port: 1 } })) };
    expect(await said({ shared })).toContain(
      'shared "C": ru.cpri_link: sdr_dev 0 with sfp_port 1 is that of Radio Unit "A" too; expected: a port of its own',
    );
    expect((await resolve({ shared })).value).toBeUndefined();
  });

  test("is a warning for SDR cards", async () => {
    const shared = { A: { ...sdr, sdr_dev_list: [0, 1] }, B: { ...sdr, sdr_dev_list: [2, 1] } };
    expect(await warnings(shared)).toEqual([
      'warning B sdr_dev_list: SDR card 1 is that of Radio Unit "A" too',
    ]);
  });

  test("is a warning for cell_id among own cells, and for pci on one frequency", async () => {
    const shared = {
      R: sdr,
      A: lteCell("R", { cell_id: 1, pci: 5 }),
      B: nrCell("R", { cell_id: 1, pci: 5 }),
      C: lteCell("R", { cell_id: 3, pci: 5, dl_earfcn: 400 }),
      D: lteCell("R", { cell_id: 4, pci: 5 }),
      P: { cell_type: "lte", cell_kind: "enb_peer", e_cell_id: 1, pci: 5, dl_earfcn: 400, tac: 1 },
    };
    expect(await warnings(shared)).toEqual([
      'warning B cell_id: 1 is that of cell "A" too',
      'warning D pci: pci 5 on EARFCN 300 is that of cell "A" too',
      'warning P pci: pci 5 on EARFCN 400 is that of cell "C" too',
    ]);
  });
});

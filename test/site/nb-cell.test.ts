/** NB-IoT cells: what they have of an LTE cell, and what they have not. */
import { describe, expect, test } from "vitest";
import { lopcomm, lteCell, nrCell, said, sdr, site } from "./resolved-instance.ts";

const configuration = { enb_cfg_layout: "2026" };

function nbCell(more: Readonly<Record<string, unknown>> = {}) {
  const numbers = { rf_mode: "fdd", dl_earfcn: 6300, pci: 9, cell_id: 9, tac: 1 };
  return { cell_type: "nb", cell_kind: "enb", ...numbers, ru: { ru_type: "ru_ref", ru_ref: "D" }, ...more };
}

describe("an NB-IoT cell", () => {
  test("has the band of its EARFCN, the paired uplink, and the MMEs of LTE cells", async () => {
    const { cells, enb } = await site({ configuration, shared: { D: sdr, B: nbCell() } });
    expect(cells).toMatchObject([
      {
        kind: "nb",
        band: 20,
        bandwidth: 0.2,
        ulEarfcn: 24300,
        inactivityTimer: 10000,
        allCoverageLevels: false,
        algorithms: { cipher: [], integrity: [2, 1] },
      },
    ]);
    expect(enb).toMatchObject({ enbId: 0x1a2d0, gnbId: null, mmes: [{ address: "127.0.1.100" }], amfs: [] });
  });

  test("takes no root sequence index from LTE cells", async () => {
    const shared = { D: sdr, A: nbCell(), B: lteCell("D") };
    const { cells } = await site({ configuration, shared });
    expect(cells.map(({ origins }) => origins.root_sequence_index?.value)).toEqual([undefined, 204]);
  });

  test("needs an enb_id, and the PLMNs of LTE cells", async () => {
    const without = { ...configuration, enb_id: undefined, plmn_list: [] };
    expect(await said({ configuration: without, shared: { D: sdr, B: nbCell() } })).toEqual([
      'configuration.enb_id: missing, and NB-IoT cells need it; expected: an integer, or hexadecimal in quotes such as "0x1A2D0"',
      "warning: configuration.plmn_list: NB-IoT cells without a PLMN serve nobody; expected: an entry in plmn_list",
    ]);
  });

  test("is refused by the 2024 layout, a TDD band and a Lopcomm Radio Unit", async () => {
    expect(await said({ shared: { D: sdr, B: nbCell() } })).toEqual([
      'shared "B": cell_type: the 2024 layout of enb.cfg cannot express it; expected: enb_cfg_layout "2026"',
    ]);
    const tdd = { D: sdr, B: nbCell({ dl_earfcn: 38050 }) };
    expect(await said({ configuration, shared: tdd })).toEqual([
      'shared "B": rf_mode: rf_mode is fdd, and band 38 (EARFCN 38050) is of TDD; expected: a channel in an FDD band',
    ]);
    expect(await said({ configuration, shared: { D: lopcomm(1), B: nbCell() } })).toEqual([
      'shared "B": ru: a Lopcomm Radio Unit, here "D", carries LTE or NR, and this is an NB-IoT cell; expected: a Radio Unit of another kind',
    ]);
  });

  test("has one or two downlink antennas", async () => {
    const shared = { D: { ...sdr, n_antenna_dl: 4 }, B: nbCell() };
    expect(await said({ configuration, shared })).toEqual([
      'warning: shared "B": ru: Radio Unit "D" has 4 downlink antennas, too many for an NB-IoT cell; expected: n_antenna_dl of 1 or 2',
    ]);
  });

  test("shares its identities with LTE cells, and counts for handover without being a neighbour", async () => {
    const shared = {
      D: sdr,
      B: nbCell({ cell_id: 1, pci: 1, dl_earfcn: 300 }),
      L: lteCell("D", { cell_id: 1 }),
    };
    expect(await said({ configuration, shared })).toEqual([
      'warning: shared "L": cell_id: 1 is that of cell "B" too; expected: one of its own',
      'warning: shared "L": pci: pci 1 on EARFCN 300 is that of cell "B" too; expected: another pci',
    ]);
    expect((await site({ configuration, shared })).enb.handover).not.toBeNull();
    expect((await site({ configuration, shared: { D: sdr, N: nrCell("D") } })).enb.handover).toBeNull();
  });
});

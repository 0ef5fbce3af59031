import { describe, expect, test } from "vitest";
import { resolve, said, site } from "./resolved-instance.ts";

const ltePeer = {
  cell_type: "lte",
  cell_kind: "enb_peer",
  e_cell_id: "0x12345",
  pci: 35,
  dl_earfcn: 700,
  tac: 123,
};
const nrNumbers = {
  nr_cell_id: "0x77712",
  gnb_id_bits: 22,
  dl_nr_arfcn: 520000,
  nr_band: 38,
  pci: 75,
  tac: 321,
};
const nrPeer = { cell_type: "nr", cell_kind: "enb_peer", ...nrNumbers };

describe("peers", () => {
  test("come in the order of their references", async () => {
    const { peers } = await site({
      shared: {
        b: { peer_type: "lte", x2_addr: "1.1.1.2" },
        A: { peer_type: "nr", xn_addr: "[fd00::1]:38422" },
        a: { peer_type: "lte", x2_addr: "1.1.1.1" },
      },
    });
    expect(peers.map(({ reference, kind, address }) => [reference, kind, address])).toEqual([
      ["A", "nr", "[fd00::1]:38422"],
      ["a", "lte", "1.1.1.1"],
      ["b", "lte", "1.1.1.2"],
    ]);
  });
});

describe("peer cells", () => {
  test("have the numbers that a neighbour is told by", async () => {
    const { peerCells } = await site({ shared: { N: nrPeer, L: ltePeer } });
    expect(peerCells).toMatchObject([
      { reference: "L", kind: "lte", eCellId: 0x12345, pci: 35, dlEarfcn: 700, tac: 123 },
      {
        reference: "N",
        kind: "nr",
        nrCellId: 0x77712,
        gnbIdBits: 22,
        band: 38,
        dlNrArfcn: 520000,
        ulNrArfcn: 520000,
        ssbNrArfcn: 520090,
        ssbSubcarrierSpacing: 30,
      },
    ]);
  });

  test("need no uplink for LTE, and one for NR", async () => {
    expect((await site({ shared: { L: { ...ltePeer, dl_earfcn: 9700 } } })).peerCells).toHaveLength(1);
    const sdl = { ...nrPeer, nr_band: 75, dl_nr_arfcn: 290000 };
    const { value, issues } = await resolve({ shared: { L: { ...ltePeer, dl_earfcn: 5000 }, N: sdl } });
    expect(value).toBeUndefined();
    expect(issues.map(({ place, what }) => [place.shared, place.path[0], what])).toEqual([
      ["L", "dl_earfcn", "EARFCN 5000 is in no E-UTRA band's downlink"],
      ["N", "dl_nr_arfcn", "n75 has no uplink to pair with NR-ARFCN 290000"],
    ]);
  });

  test("off their band's raster are warned of", async () => {
    expect(await said({ shared: { N: { ...nrPeer, dl_nr_arfcn: 520003 } } })).toEqual([
      'warning: shared "N": dl_nr_arfcn: NR-ARFCN 520003 is not on the channel raster of n38; expected: 514000 to 524000 in steps of 20',
    ]);
  });
});

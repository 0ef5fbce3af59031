import { describe, expect, test } from "vitest";
import { lopcomm, lteCell, nrCell, radioUnitOf, sdr, site, sunwave } from "./resolved-instance.ts";

describe("Radio Units", () => {
  test("are numbered in the case-insensitive order of their references, used or not", async () => {
    const shared = {
      b: { ...sdr, n_antenna_dl: 4, n_antenna_ul: 2 },
      A: { ...sdr, sdr_dev_list: [1], n_antenna_dl: 1, n_antenna_ul: 1 },
      a: { ...sdr, sdr_dev_list: [2], n_antenna_dl: 2, n_antenna_ul: 2 },
      C: lteCell({ ...sdr, sdr_dev_list: [3], n_antenna_dl: 8 - 4, n_antenna_ul: 2 }),
    };
    const { radioUnits } = await site({ shared });
    expect(
      radioUnits.map(({ reference, rfPort, firstTxChannel, firstRxChannel, cells }) => [
        reference,
        rfPort,
        firstTxChannel,
        firstRxChannel,
        cells,
      ]),
    ).toEqual([
      ["_C_ru", 0, 0, 0, ["C"]],
      ["A", 1, 4, 2, []],
      ["a", 2, 5, 3, []],
      ["b", 3, 7, 5, []],
    ]);
  });

  test("sort beyond the basic plane by code points", async () => {
    const names = ["\u{1f4fb}", "\uff21", "z"];
    const shared = Object.fromEntries(names.map((name, i) => [name, { ...sdr, sdr_dev_list: [i] }]));
    const { radioUnits } = await site({ shared });
    expect(radioUnits.map(({ reference }) => reference)).toEqual(["z", "\uff21", "\u{1f4fb}"]);
  });

  test("of Lopcomm have the defaults of their driver", async () => {
    const resolved = await site({ shared: { L: lopcomm(5), C: nrCell("L") } });
    expect(radioUnitOf(resolved, "L")).toMatchObject({
      kind: "lopcomm",
      nAntennaDl: 2,
      nAntennaUl: 2,
      txrxActive: "INACTIVE",
      link: {
        kind: "cpri",
        macAddr: "00:0a:45:00:00:05",
        sdrDev: 1,
        sfpPort: 1,
        mult: 16,
        mapping: "hw",
        rxDelay: 25.11,
        txDelay: 14.71,
        txDbm: 63,
      },
    });
    const { origins } = radioUnitOf(resolved, "L");
    expect(origins["cpri_link.tx_dbm"]).toEqual({ value: 63, origin: { kind: "default", of: "lopcomm" } });
    expect(origins["cpri_link.mult"]).toEqual({ value: 16, origin: { kind: "default", of: "CPRI links" } });
  });

  test("of Sunwave have theirs, and what is given wins", async () => {
    const resolved = await site({
      shared: {
        S: sunwave(0),
        T: sunwave(1, {
          n_antenna_ul: 2,
          txrx_active: "ACTIVE",
          cpri_link: { sdr_dev: 0, sfp_port: 1, rx_delay: 0, tx_dbm: 1 },
        }),
      },
    });
    expect(radioUnitOf(resolved, "S")).toMatchObject({
      nAntennaDl: 2,
      nAntennaUl: 1,
      link: { mult: 16, mapping: "bf1", rxDelay: 11, txDelay: 0, txDbm: 42 },
    });
    expect(radioUnitOf(resolved, "T")).toMatchObject({
      nAntennaUl: 2,
      txrxActive: "ACTIVE",
      link: { rxDelay: 0, txDelay: 0, txDbm: 1 },
    });
    expect(radioUnitOf(resolved, "T").origins["cpri_link.rx_delay"]?.origin).toEqual({
      kind: "given",
      path: ["cpri_link", "rx_delay"],
    });
  });

  test("inside a cell tell paths within the cell", async () => {
    const resolved = await site({ shared: { C: nrCell(lopcomm(1, { reset_schedule: "0 3 * * *" })) } });
    const { origins } = radioUnitOf(resolved, "_C_ru");
    expect(origins.mac_addr?.origin).toEqual({ kind: "given", path: ["ru", "mac_addr"] });
    expect(origins["cpri_link.sdr_dev"]?.origin).toEqual({
      kind: "given",
      path: ["ru", "cpri_link", "sdr_dev"],
    });
  });

  test("make the driver a dummy only where all are SDR and none is active", async () => {
    const name = async (shared: Record<string, Record<string, unknown>>) =>
      (await site({ shared })).enb.rfDriver.name;
    const active = { ...sdr, sdr_dev_list: [1], txrx_active: "ACTIVE" };
    expect(await name({ A: sdr })).toBe("dummy");
    expect(await name({ A: sdr, B: active })).toBe("sdr");
    expect(await name({ A: sunwave(1) })).toBe("sdr");
    const gps = await site({ configuration: { gps_sync: true }, shared: { A: sunwave(1) } });
    expect(gps.enb.rfDriver).toEqual({ name: "sdr", gpsSync: true });
  });
});

/** Which layout of enb.cfg an instance gets, and what it cannot express. */
import { expect, test } from "vitest";
import { chooseLayout } from "../../src/instance/layout.ts";
import { lteCell, lteCellOf, nrCell, said, sdr, site } from "./resolved-instance.ts";

test.each([
  [{}, "2024", null],
  [{ mme_list: { a: { mme_addr: "1.2.3.4" } } }, "2024", null],
  [{ mme_list: [] }, "2026", "mme_list"],
  [{ gtp_addr: "Automatic" }, "2026", "gtp_addr"],
  [{ gtp_addr: "1.2.3.4" }, "2024", null],
  [{ handover_a1_rsrp: -70 }, "2026", "handover_a1_rsrp"],
  [{ amarisoft_version: "2026-06-25.1234567890" }, "2024", null],
  [{ mme_list: [], enb_cfg_layout: "2024" }, "2024", "enb_cfg_layout"],
])("a configuration of %j has the layout %s", (configuration, layout, by) => {
  expect(chooseLayout(configuration)).toEqual({ layout, by });
});

test("a shared instance never decides, and what the 2024 layout cannot express is an error with the way out", async () => {
  const shared = { D: sdr, L: lteCell("D", { sr_period: 10 }) };
  expect(await said({ shared })).toEqual([
    'shared "L": sr_period: the 2024 layout of enb.cfg cannot express it; expected: enb_cfg_layout "2026"',
  ]);
  const resolved = await site({ shared, configuration: { enb_cfg_layout: "2026" } });
  expect(resolved.enb.layout).toBe("2026");
  expect(lteCellOf(resolved, "L").options.srPeriod).toBe(10);
});

test("a thing said in both wordings is an error that names both", async () => {
  const configuration = {
    lte_handover_a3_offset: 6,
    eutra_eutra_handover: { event: { a3_rsrp: 6 }, hysteresis: 0 },
  };
  expect(await said({ shared: { D: sdr, L: lteCell("D") }, configuration })).toContain(
    "configuration.lte_handover_a3_offset: says what eutra_eutra_handover says too; expected: one of them",
  );
});

test("the older wording of a TDD pattern means the same slots as the newer", async () => {
  const patterns = async (tdd_ul_dl_config: string) => {
    const configuration = { enb_cfg_layout: "2026" };
    const resolved = await site({ configuration, shared: { D: sdr, N: nrCell("D", { tdd_ul_dl_config }) } });
    const cell = resolved.cells[0];
    return cell?.kind === "nr" ? cell.tddPatterns : undefined;
  };
  expect(await patterns("2.5ms 1UL 3DL 2/10")).toEqual(
    await patterns("DDDSU      (2.5ms, 3DL/1UL), S-slot=10DL:2GP:2UL, reduced latency"),
  );
});

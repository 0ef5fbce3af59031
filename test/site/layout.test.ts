/** Which layout of enb.cfg an instance gets, and what it cannot express. */
import { expect, test } from "vitest";
import { chooseLayout } from "../../src/instance/layout.ts";
import { handoverFields } from "../../src/instance/schema/handover.ts";
import { lteCell, lteCellOf, nrCell, said, sdr, site } from "./resolved-instance.ts";

test.each([
  [{}, "2024", null, "older"],
  [{ mme_list: { a: { mme_addr: "1.2.3.4" } } }, "2024", null, "older"],
  ...["mme_list", "amf_list", "plmn_list", "plmn_list_5g", "nssai"].map(
    (key) => [{ [key]: [] }, "2026", key, "newer"] as const,
  ),
  [{ gtp_addr: "Automatic" }, "2026", "gtp_addr", "newer"],
  [{ gtp_addr: "IPv4 LAN address" }, "2026", "gtp_addr", "newer"],
  [{ gtp_addr: "IPv6 Re6st address" }, "2026", "gtp_addr", "newer"],
  [{ gtp_addr: "Localhost address" }, "2026", "gtp_addr", "newer"],
  [{ gtp_addr: "1.2.3.4" }, "2024", null, "older"],
  [{ gtp_addr: "", mbmsgw_addr: "" }, "2024", null, "older"],
  [{ handover_a1_rsrp: -70 }, "2026", "handover_a1_rsrp", "newer"],
  [{ nr_eutra_handover: { hysteresis: 0 } }, "2026", "nr_eutra_handover", "newer"],
  [{ gtp_payload_mtu: 1500 }, "2026", "gtp_payload_mtu", "newer"],
  [{ websocket_url_ipv6: false }, "2026", "websocket_url_ipv6", "newer"],
  [{ check_core_network: true }, "2026", "check_core_network", "newer"],
  [{ amarisoft_version: "2026-06-25.1234567890", xlog_enabled: true }, "2024", null, "older"],
  [{ wendelin_telecom_software_release_url: "x" }, "2024", null, "older"],
  [{ mme_list: [], enb_cfg_layout: "2024" }, "2024", "enb_cfg_layout", "newer"],
  [{ enb_cfg_layout: "2026" }, "2026", "enb_cfg_layout", "older"],
] as const)("a configuration of %j has the layout %s", (configuration, layout, by, form) => {
  expect(chooseLayout(configuration)).toEqual({ layout, by, form });
});

test("every key of the newer form that the 2024 layout cannot express decides", () => {
  const keys = [...Object.keys(handoverFields), "gtp_payload_mtu", "mbmsgw_addr", "websocket_url_ipv6"];
  expect(keys.length).toBeGreaterThan(12);
  for (const key of keys) expect(chooseLayout({ [key]: 1 }).by).toBe(key);
});

test("a shared instance never decides, and what the 2024 layout cannot express is an error with the way out", async () => {
  const shared = { D: sdr, L: lteCell("D", { sr_period: 10 }) };
  expect(await said({ shared })).toEqual([
    'shared "L": sr_period: the 2024 layout of enb.cfg cannot express it; expected: enb_cfg_layout "2026"',
  ]);
  const peer = (plmn: string) => ({
    P: { cell_type: "lte", cell_kind: "enb_peer", e_cell_id: 1, pci: 3, dl_earfcn: 700, tac: 1, plmn },
  });
  const own = { plmn_list: { a: { plmn: "00101" } } };
  expect(await said({ shared: peer("00101"), configuration: own })).toEqual([]);
  expect(await said({ shared: peer("00102"), configuration: own })).toEqual([
    'shared "P": plmn: the 2024 layout of enb.cfg cannot express it; expected: enb_cfg_layout "2026"',
  ]);
  const resolved = await site({ shared, configuration: { enb_cfg_layout: "2026" } });
  expect(resolved.enb.layout).toBe("2026");
  expect(lteCellOf(resolved, "L").options.srPeriod).toBe(10);
});

test.each([
  ["lte_handover_a3_offset", 6, "eutra_eutra_handover", { hysteresis: 0 }],
  ["lte_handover_a3_time_to_trigger", 40, "eutra_eutra_handover", { hysteresis: 0 }],
  ["nr_handover_a3_offset", 6, "nr_nr_handover", { hysteresis: 0 }],
  ["nr_handover_time_to_trigger", 40, "nr_nr_handover", { hysteresis: 0 }],
  ["use_ipv4", true, "gtp_addr", "IPv4 LAN address"],
])("a thing said by %s %j and by %s is an error that names both", async (older, one, newer, other) => {
  const shared = { D: sdr, L: lteCell("D") };
  expect(await said({ shared, configuration: { [older]: one, [newer]: other } })).toEqual([
    `configuration.${older}: says what ${newer} says too; expected: one of them`,
  ]);
});

test("an address of the user plane beside use_ipv4 says another thing", async () => {
  const configuration = { use_ipv4: true, gtp_addr: "10.0.0.7" };
  expect(await said({ shared: { D: sdr, L: lteCell("D") }, configuration })).toEqual([]);
});

test("all that the 2024 layout cannot express is reported at its place", async () => {
  const peer = { cell_kind: "enb_peer", pci: 7, tac: 1, plmn: "00102" };
  const configuration = {
    enb_cfg_layout: "2024",
    handover_a1_rsrp: -60,
    nr_nr_handover: { hysteresis: 0 },
    mbmsgw_addr: "10.0.0.1",
    mme_list: [{ mme_addr: "127.0.1.100", backup_mme_addr: "127.0.1.101" }],
    amf_list: [{ amf_addr: "127.0.1.100", ngap_bind_addr: "127.0.1.1" }],
  };
  const shared = {
    D: sdr,
    L: lteCell("D", { bandwidth_ul: 5, tti_bundling: { snr_threshold: 1 } }),
    N: nrCell("D", {
      tdd_ul_dl_config: "DDDSUUDDDD (5ms,   7DL/2UL), S-slot=6DL:4GP:4UL, same ratios as default",
      redcap_ue: { allow: false },
    }),
    P: { ...peer, cell_type: "lte", e_cell_id: 9, dl_earfcn: 300 },
  };
  const places = [
    "configuration.handover_a1_rsrp",
    "configuration.nr_nr_handover",
    "configuration.mbmsgw_addr",
    "configuration.mme_list",
    "configuration.amf_list",
    'shared "L": bandwidth_ul',
    'shared "L": tti_bundling',
    'shared "N": redcap_ue',
    'shared "N": tdd_ul_dl_config',
    'shared "P": plmn',
  ];
  const lines = await said({ configuration, shared });
  const wayOut = 'the 2024 layout of enb.cfg cannot express it; expected: enb_cfg_layout "2026"';
  expect(lines.filter((line) => line.endsWith(wayOut)).sort()).toEqual(
    places.map((at) => `${at}: ${wayOut}`).sort(),
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

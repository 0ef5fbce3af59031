/** Parameters of the older form in the newer one: the text, and that it means what it meant. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { caseNames, newerCaseNames } from "../render/golden-cases.ts";
import { lteCell, nrCell, sdr } from "../site/resolved-instance.ts";
import { askFor2026, convert, renderText, siteOf } from "./converted.ts";

const readCase = (folder: string, name: string): object =>
  JSON.parse(readFileSync(join(import.meta.dirname, "..", folder, `${name}.json`), "utf8")).instance;

describe.each(caseNames)("the reference case %s", (name) => {
  const instance = readCase("golden", name);

  test("is rendered the same converted as with enb_cfg_layout", async () => {
    const { text, rewrites } = await convert(JSON.stringify(instance));
    expect(rewrites.length).toBeGreaterThan(0);
    expect(JSON.parse(text)).not.toHaveProperty("configuration.enb_cfg_layout");
    expect(await renderText(text)).toEqual(await renderText(askFor2026(instance)));
  });

  test("is of the newer form then, and converted no further", async () => {
    const { text } = await convert(JSON.stringify(instance));
    expect(await convert(text)).toEqual({ text, rewrites: [] });
  });

  test("is the same as a person writes it", async () => {
    const byHand = readFileSync(join(import.meta.dirname, "../rendered", name, "instance.json"), "utf8");
    const { text } = await convert(byHand);
    expect(await renderText(text)).toEqual(await renderText(askFor2026(instance)));
  });
});

test.each(newerCaseNames)("the reference case %s of the newer form has nothing to convert", async (name) => {
  const text = JSON.stringify(readCase("golden-2026", name));
  expect(await convert(text)).toEqual({ text, rewrites: [] });
});

const shared = { D: sdr, L: lteCell("D"), N: nrCell("D"), M: lteCell("D", { cell_id: 3, pci: 3 }) };
const own = { "ipv6-random": "fc00::9", "lan-ipv4": "10.0.0.9" };

describe("any parameters of the older form", () => {
  const address = fc.constantFrom(
    "127.0.1.100",
    "127.0.0.1:77",
    "::1",
    "10.1.2.3",
    "[abcd::1]:78",
    "core.example",
  );
  const listOf = (key: string, entry: (item: string) => object) =>
    fc.dictionary(fc.constantFrom("1", "2", "10", "b", "B", "a c"), address, { maxKeys: 3 }).map((named) => ({
      [key]: Object.fromEntries(Object.entries(named).map(([name, item]) => [name, entry(item)])),
    }));
  const some = fc.record(
    {
      use_ipv4: fc.boolean(),
      gtp_addr: fc.constantFrom("", "10.0.0.7"),
      lte_handover_a3_offset: fc.integer({ min: -30, max: 30 }),
      lte_handover_a3_time_to_trigger: fc.constantFrom(0, 40, 5120),
      nr_handover_a3_offset: fc.integer({ min: -30, max: 30 }),
      nr_handover_time_to_trigger: fc.constantFrom(0, 640),
      websocket_password: fc.constantFrom("", "secret"),
      com_addr: fc.constantFrom("127.0.0.9", "::1"),
      com_ws_port: fc.constantFrom(9001, "9002"),
      nssai: fc.constantFrom({}, { 2: { sst: 2 }, 10: { sst: 1, sd: "0x32" } }),
      log_phy_debug: fc.boolean(),
      enb_config_link: fc.constant("https://example.com/enb.cfg"),
    },
    { requiredKeys: [] },
  );
  const tdd = fc.constantFrom(
    undefined,
    "5ms 2UL 7DL 4/6 (default)",
    "2.5ms 1UL 3DL 2/10",
    "5ms 8UL 1DL 2/10 (EXPERIMENTAL maximum uplink)",
    "5ms 6UL 3DL 10/2 (high uplink)",
  );

  test("are rendered the same converted as with enb_cfg_layout", async () => {
    await fc.assert(
      fc.asyncProperty(
        listOf("mme_list", (mme_addr) => ({ mme_addr })),
        listOf("amf_list", (amf_addr) => ({ amf_addr })),
        some,
        tdd,
        fc.boolean(),
        async (mmes, amfs, more, tdd_ul_dl_config, withPeer) => {
          const plmns = {
            plmn_list: { b: { plmn: "00102" }, a: { plmn: "00101" } },
            plmn_list_5g: { 1: { plmn: "00103", tac: 1 } },
          };
          const configuration = { enb_id: 1, gnb_id: 1, ...plmns, ...mmes, ...amfs, ...more };
          const peer = {
            cell_type: "lte",
            cell_kind: "enb_peer",
            e_cell_id: 9,
            pci: 7,
            dl_earfcn: 300,
            tac: 1,
          };
          const all = {
            ...shared,
            N: nrCell("D", { tdd_ul_dl_config }),
            ...(withPeer && { P: peer, Q: { ...peer, plmn: "00109", e_cell_id: 10 } }),
          };
          const instance = { ...own, configuration, shared: all };
          if (withPeer) delete (all as Record<string, unknown>).Q;
          const { text } = await convert(JSON.stringify(instance));
          expect(await renderText(text)).toEqual(await renderText(askFor2026(instance)));
          expect((await siteOf(text)).enb.configLink).toEqual(
            (await siteOf(JSON.stringify(instance))).enb.configLink,
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe("what is converted", () => {
  test("keeps its comments, its order and its quotes in YAML", async () => {
    const { text, rewrites } = await convert(older);
    expect(text).toBe(newer);
    expect(rewrites.map(({ place }) => place)).toEqual([
      "configuration.use_ipv4",
      "configuration.mme_list",
      "configuration.plmn_list",
      "configuration.lte_handover_a3_offset",
      "configuration.lte_handover_a3_time_to_trigger",
      'shared "L": tdd_ul_dl_config',
      'shared "P": tac',
      'shared "P": plmn',
    ]);
  });

  test("has tracking areas of NR and of peer cells as text in hexadecimal", async () => {
    const peer = {
      cell_type: "lte",
      cell_kind: "enb_peer",
      e_cell_id: 9,
      pci: 7,
      dl_earfcn: 300,
      plmn: "00101",
    };
    const plmns = [{ tac: 100 }, { tac: "100" }, { tac: "0x64" }].map((one) => ({ plmn: "00101", ...one }));
    const text = JSON.stringify({
      configuration: { plmn_list_5g: plmns },
      "slave-instance-list": [{ slave_title: "P", _: JSON.stringify({ ...peer, tac: 100 }) }],
    });
    const { text: made, rewrites } = await convert(text);
    const { configuration, "slave-instance-list": list } = JSON.parse(made);
    expect(configuration.plmn_list_5g).toEqual(plmns.map((one) => ({ ...one, tac: "0x64" })));
    expect(JSON.parse(list[0]._)).toEqual({ ...peer, tac: "0x64" });
    expect(rewrites.map(({ place }) => place)).toEqual([
      "configuration.plmn_list_5g[0].tac",
      "configuration.plmn_list_5g[1].tac",
      'shared "P": tac',
    ]);
    expect(await renderText(made)).toEqual(await renderText(text));
  });

  test("keeps a tracking area that has an anchor", async () => {
    const text = "configuration: { plmn_list_5g: [{ plmn: '00101', tac: &n 5 }], com_ws_port: *n }\n";
    expect(await convert(text)).toEqual({ text, rewrites: [] });
  });

  test("keeps anchors, of which lists are written out", async () => {
    const text = [
      "ipv6-random: fc00::9",
      "configuration:",
      "  enb_id: 1",
      "  mme_list: { 2: &core { mme_addr: 127.0.1.1 }, 1: *core }",
      "shared: {}",
      "",
    ].join("\n");
    expect(parse((await convert(text)).text).configuration.mme_list).toEqual([
      { mme_addr: "127.0.1.1", name: "1" },
      { mme_addr: "127.0.1.1", name: "2" },
    ]);
  });

  test("stays JSON where it was, references in their order", async () => {
    const text =
      '{"ipv6-random": "fc00::9", "configuration": {"enb_id": 1, "plmn_list": {"1": {"plmn": "00101"}}}, "shared": {"10": {"ru_type": "sdr", "ru_link_type": "sdr", "sdr_dev_list": [0], "n_antenna_dl": 1, "n_antenna_ul": 1, "tx_gain": 1, "rx_gain": 1}, "2": {"ru_type": "sdr", "sdr_dev_list": [1], "n_antenna_dl": 1, "n_antenna_ul": 1, "tx_gain": 1, "rx_gain": 1}}}';
    const { text: made } = await convert(text);
    expect(JSON.parse(made).configuration.plmn_list).toEqual([{ plmn: "00101" }]);
    expect(made.indexOf('"10"')).toBeLessThan(made.indexOf('"2"'));
  });

  test("keeps the password, the address and the ready enb.cfg", async () => {
    const configuration = {
      websocket_password: "secret",
      com_addr: "127.0.0.9",
      enb_config_link: "https://example.com/enb.cfg",
      enb_config_version: "7",
      plmn_list: {},
    };
    const { text } = await convert(JSON.stringify({ ...own, configuration }));
    expect(JSON.parse(text).configuration).toEqual({
      ...configuration,
      gtp_addr: "IPv6 Re6st address",
      plmn_list: [],
    });
  });

  test("asks for the layout where nothing else tells the form", async () => {
    const { text } = await convert('{"configuration": {"gtp_addr": "10.0.0.1"}}');
    expect(JSON.parse(text).configuration).toEqual({ gtp_addr: "10.0.0.1", enb_cfg_layout: "2026" });
  });

  test("has the names that people gave to their MMEs", async () => {
    const configuration = {
      gtp_addr: "::1",
      mme_list: { b: { mme_addr: "::1", name: "B" }, a: { mme_addr: "::1" } },
    };
    const { text } = await convert(JSON.stringify({ configuration }));
    expect(JSON.parse(text).configuration.mme_list).toEqual([
      { mme_addr: "::1", name: "a" },
      { mme_addr: "::1", name: "B" },
    ]);
  });
});

const older = `# our site
lan-ipv4: 10.0.0.9
configuration:
  enb_id: "0x1A2D0" # ours
  # no IPv6 there
  use_ipv4: true
  mme_list:
    # the second
    b: { mme_addr: 10.1.1.2 }
    a:
      mme_addr: 10.1.1.1 # Prague
  plmn_list: { 1: { plmn: "00101" } }

  # as agreed in May
  lte_handover_a3_offset: 4 # 2 dB
  lte_handover_a3_time_to_trigger: 40

shared:
  D: { ru_type: sdr, sdr_dev_list: [0], n_antenna_dl: 1, n_antenna_ul: 1, tx_gain: 1, rx_gain: 1 }
  L:
    cell_type: lte
    cell_kind: enb
    rf_mode: tdd
    tdd_ul_dl_config: "[Configuration 6] 5ms 5UL 3DL (maximum uplink)" # uplink
    dl_earfcn: 38050
    bandwidth: 10
    pci: 1
    cell_id: 1
    tac: 1
    ru: { ru_type: ru_ref, ru_ref: D }
  P: { cell_type: lte, cell_kind: enb_peer, e_cell_id: 9, pci: 7, dl_earfcn: 38050, tac: 1 } # next door
`;

const newer = `# our site
lan-ipv4: 10.0.0.9
configuration:
  enb_id: "0x1A2D0" # ours
  # no IPv6 there
  gtp_addr: IPv4 LAN address
  mme_list:
    - mme_addr: 10.1.1.1 # Prague
      name: a
    # the second
    - { mme_addr: 10.1.1.2, name: b }
  plmn_list: [ { plmn: "00101" } ]

  # as agreed in May
  # 2 dB
  eutra_eutra_handover:
    event:
      a3_rsrp: 4
    hysteresis: 0
    time_to_trigger: 40

shared:
  D: { ru_type: sdr, sdr_dev_list: [ 0 ], n_antenna_dl: 1, n_antenna_ul: 1, tx_gain: 1, rx_gain: 1 }
  L:
    cell_type: lte
    cell_kind: enb
    rf_mode: tdd
    tdd_ul_dl_config: "[Configuration 6] DSUUUDSUUD (5ms,  3DL/5UL), S-slot=10DL:2GP:2UL, high uplink" # uplink
    dl_earfcn: 38050
    bandwidth: 10
    pci: 1
    cell_id: 1
    tac: 1
    ru: { ru_type: ru_ref, ru_ref: D }
  P: { cell_type: lte, cell_kind: enb_peer, e_cell_id: 9, pci: 7, dl_earfcn: 38050, tac: "0x1", plmn: "00101" } # next door
`;

import { describe, expect, test } from "vitest";
import { lopcomm as lopcommKind } from "../../src/instance/radio-units/lopcomm.ts";
import { sdr as sdrKind } from "../../src/instance/radio-units/sdr.ts";
import { sunwave as sunwaveKind } from "../../src/instance/radio-units/sunwave.ts";
import { lteCellSchema, nrCellSchema } from "../../src/instance/schema/cell.ts";
import { lteOptionFields, nrOptionFields } from "../../src/instance/schema/cell-options.ts";
import { enbSchema } from "../../src/instance/schema/enb.ts";
import { handoverFields } from "../../src/instance/schema/handover.ts";
import type { Origins } from "../../src/site/origin.ts";
import { cellOf, lopcomm, lteCell, nrCell, radioUnitOf, sdr, site, sunwave } from "./resolved-instance.ts";

/** Parameters of the 2026 layout, which the older form knows nothing of. */
const options = new Set([
  ...Object.keys({ ...lteOptionFields, ...nrOptionFields, ...handoverFields }),
  ...["bandwidth_ul", "tac", "websocket_url_ipv6", "gtp_payload_mtu", "mbmsgw_addr", "amarisoft_version"],
  ...[
    "xlog_enabled",
    "xlog_forwarding_enabled",
    "wendelin_telecom_software_release_url",
    "check_core_network",
  ],
]);
const withoutOptions = (keys: readonly string[]) => keys.filter((key) => !options.has(key));

/** Parameters that are told by another name. */
const elsewhere = new Set(["ru", "cpri_link"]);

describe("the origins of a Site's values", () => {
  test("name every parameter of a Radio Unit", async () => {
    const given = { reset_schedule: "0 3 * * *", firmware_file: "/srv/f.tar.gz", firmware_version: "1" };
    const cpri = await site({
      shared: { L: lopcomm(1, given), S: sunwave(2), C: lteCell("L") },
    });
    const plain = await site({ shared: { D: sdr } });
    expectAll(radioUnitOf(cpri, "L").origins, Object.keys(lopcommKind.schema.shape));
    expectAll(radioUnitOf(cpri, "S").origins, Object.keys(sunwaveKind.schema.shape));
    expectAll(radioUnitOf(plain, "D").origins, Object.keys(sdrKind.schema.shape));
    const links = Object.keys(lopcommKind.schema.shape.cpri_link.shape).map((key) => `cpri_link.${key}`);
    expect(links).toHaveLength(7);
    expectAll(radioUnitOf(cpri, "L").origins, links);
    expectAll(radioUnitOf(cpri, "L").origins, ["rf_port", "tx_channels", "rx_channels", "cells"]);
  });

  test("name every parameter of a cell, and what was computed for it", async () => {
    const resolved = await site({
      shared: { D: sdr, L: lteCell("D", { rf_mode: "tdd", dl_earfcn: 38050 }), N: nrCell("D") },
    });
    const around = ["ru", "rf_port", "tx_channels", "rx_channels", "dl_frequency_khz", "ul_frequency_khz"];
    expectAll(cellOf(resolved, "L").origins, [
      ...withoutOptions(Object.keys(lteCellSchema.shape)),
      ...around,
      "band",
      "n_rb_dl",
    ]);
    expectAll(cellOf(resolved, "N").origins, [...withoutOptions(Object.keys(nrCellSchema.shape)), ...around]);
  });

  test("name every option of the 2026 layout, with its default", async () => {
    const { cells } = await site({
      configuration: { enb_cfg_layout: "2026" },
      shared: {
        D: sdr,
        L: lteCell("D", { tti_bundling: { snr_threshold: 1 }, fixed_mcs: 1 }),
        N: nrCell("D", { redcap_ue: { allow: true }, fixed_mcs: 1 }),
      },
    });
    const [lte, nr] = cells.map(({ origins }) => origins);
    const withEffect = Object.keys(lteOptionFields).filter((key) => key !== "enable_ul_su_mimo");
    expectAll(lte ?? {}, withEffect);
    expectAll(nr ?? {}, Object.keys(nrOptionFields));
    expect(lte?.sr_period).toEqual({ value: 20, origin: { kind: "default", of: "LTE cells" } });
    expect(nr?.prach_config_index).toEqual({
      value: 160,
      origin: { kind: "computed", rule: "by tdd_ul_dl_config" },
    });
    expect(nr?.fixed_mcs?.origin).toEqual({ kind: "given", path: ["fixed_mcs"] });
  });

  test("name every parameter of the instance that has a value", async () => {
    const configuration = {
      enb_config_link: "https://example.com/enb.cfg",
      enb_config_version: "7",
      xlog_fluentbit_forward_host: "h",
      xlog_fluentbit_forward_port: 1,
      xlog_fluentbit_forward_shared_key: "k",
      "user-authorized-key": "k",
      "monitor-password": "p",
      websocket_password: "p",
      max_rx_sample_db: 1,
      min_rxtx_delay: 1,
      name: "n",
      use_ipv4: true,
    };
    const { enb } = await site({ configuration, shared: { D: sdr, L: lteCell("D"), N: nrCell("D") } });
    expectAll(enb.origins, withoutOptions(Object.keys(enbSchema.shape)));
  });

  test("hold the values of the Site", async () => {
    const resolved = await site({ shared: { D: sdr, L: lteCell("D"), N: nrCell("D") } });
    const cell = cellOf(resolved, "L");
    expect(cell.origins.ul_earfcn).toEqual({
      value: 18300,
      origin: {
        kind: "computed",
        rule: "paired with dl_earfcn by equal distance from the band's start (TS 36.104 section 5.7.4)",
      },
    });
    expect(cell.origins.dl_earfcn).toEqual({ value: 300, origin: { kind: "given", path: ["dl_earfcn"] } });
    expect(cell.origins.ru).toEqual({ value: "D", origin: { kind: "given", path: ["ru", "ru_ref"] } });
    expect(cell.origins.inactivity_timer).toEqual({ value: 10000, origin: { kind: "default", of: "cells" } });
  });
});

function expectAll(origins: Origins, names: readonly string[]): void {
  expect(names.length).toBeGreaterThan(3);
  const missing = names.filter((name) => !(name in origins) && !elsewhere.has(name));
  expect(missing).toEqual([]);
}

/** Parameters as requests of the older release have them. */
import { describe, expect, test } from "vitest";
import { host } from "../../src/instance/fields/address.ts";
import { load } from "../../src/instance/load.ts";
import {
  handedOver,
  lopcomm,
  lteCell,
  ltePeerCell,
  nrCell,
  nrPeerCell,
  saidOfConfiguration,
  saidOfShared,
} from "./said.ts";

async function loadConfiguration(configuration: unknown) {
  const { value } = await load(JSON.stringify({ ...handedOver({}), configuration }), "F");
  return value?.instance.configuration;
}

async function loadShared(parameters: unknown) {
  const { value } = await load(JSON.stringify(handedOver({ X: parameters })), "F");
  return value?.instance.shared[0]?.parameters;
}

describe("the name of a schema beside parameters", () => {
  test("is passed over", async () => {
    expect(await saidOfConfiguration({ $schema: "https://example.org/enb.json" })).toEqual([]);
    expect(await saidOfShared({ $schema: "./ru.json", ...lopcomm })).toEqual([]);
    expect(await loadShared({ $schema: "./ru.json", ...lopcomm })).not.toHaveProperty("$schema");
  });

  test("is refused where it is not text, or further inside", async () => {
    const [said] = await saidOfConfiguration({ $schema: 1 });
    expect(said).toMatch(/"\$schema": unknown key/);
    const [inside] = await saidOfShared({ ...lopcomm, cpri_link: { ...lopcomm.cpri_link, $schema: "x" } });
    expect(inside).toMatch(/^cpri_link\."\$schema": unknown key/);
  });
});

describe("an identifier in text", () => {
  test.each([
    ["107216", 107216],
    ["0", 0],
    ["0x1A2D0", 0x1a2d0],
  ])("%j is %d", async (given, number) => {
    expect(await loadConfiguration({ enb_id: given })).toEqual({ enb_id: number });
  });

  test("with a leading zero is asked what it means", async () => {
    expect(await saidOfConfiguration({ enb_id: "0107216" })).toEqual([
      'enb_id: "0107216" is malformed; expected: "107216" in decimal, or "0x107216" in hexadecimal',
    ]);
  });

  test("is bounded in decimal as well", async () => {
    expect(await saidOfShared({ ...lteCell, cell_id: "256" })).toEqual([
      'cell_id: "256" is too large; expected: an integer from 0 to 255, or hexadecimal in quotes from "0x0" to "0xff"',
    ]);
    expect(await saidOfShared({ ...lteCell, tac: "65535" })).toEqual([
      "tac: a reserved value; expected: 0x1 to 0xfffd, the others are reserved",
    ]);
  });
});

const accepts = (text: string) => host({ title: "t" }).safeParse(text).success;

test.each([
  "localhost",
  "mme.example.org",
  "mme.example.org:36412",
  "MME-1",
  "3gpp.org",
  `${"a".repeat(63)}.b`,
  `${"a.".repeat(126)}b`,
])("%s is the name of a host", (name) => {
  expect(accepts(name)).toBe(true);
});

test.each([
  "-a",
  "a-.b",
  "a..b",
  "a.b.",
  "a_b",
  "mme.example.org:0",
  "1.2.3",
  "1.2.3.256",
  "mme.1",
  "a b",
  "é",
  `${"a".repeat(64)}.b`,
  `${"a.".repeat(127)}b`,
  "[mme]:1",
  "a\n",
])("%j is not (RFC 1123)", (name) => {
  expect(accepts(name)).toBe(false);
});

test("core nodes and peers may have names, the eNB itself may not", async () => {
  const core = {
    mme_list: { "1": { mme_addr: "mme.example.org" } },
    amf_list: { "1": { amf_addr: "amf:38412" } },
  };
  expect(await saidOfConfiguration(core)).toEqual([]);
  expect(await saidOfShared({ peer_type: "lte", x2_addr: "enb.example.org" })).toEqual([]);
  expect(await saidOfShared({ peer_type: "nr", xn_addr: "gnb" })).toEqual([]);
  expect(await saidOfConfiguration({ com_addr: "localhost" })).toEqual([
    'com_addr: "localhost" is malformed; expected: an IPv4 or IPv6 address',
  ]);
});

test("ports may be text", async () => {
  expect(await loadConfiguration({ com_ws_port: "9002" })).toEqual({ com_ws_port: 9002 });
  expect(await loadConfiguration({ xlog_fluentbit_forward_port: "24224" })).toEqual({
    xlog_fluentbit_forward_port: 24224,
  });
  expect(await loadShared({ ...lopcomm, netconf_port: "831" })).toMatchObject({ netconf_port: 831 });
  for (const port of ["0", "65536", "09001", "x", "", "1.5"])
    expect(await saidOfConfiguration({ com_ws_port: port })).toHaveLength(1);
});

test("an empty text counts as absent", async () => {
  const texts = ["com_addr", "gtp_addr", "enb_id", "gnb_id", "enb_config_link", "mbmsgw_addr"];
  for (const key of texts) {
    expect(await saidOfConfiguration({ [key]: "" })).toEqual([]);
    expect((await loadConfiguration({ [key]: "" })) as object).toEqual({ [key]: undefined });
  }
  expect(await saidOfShared({ ...lopcomm, reset_schedule: "" })).toEqual([]);
  expect(await saidOfShared({ ...nrCell, tac: "", ssb_pos_bitmap: "" })).toEqual([]);
  expect(await saidOfConfiguration({ "monitor-password": "", xlog_fluentbit_forward_host: "" })).toEqual([]);
});

test("what has no effect on a kind of shared instance is checked, and warned of once for all", async () => {
  const cells = { A: { ...nrCell, tac: "0x10" }, B: { ...nrCell, tac: 7 }, C: nrCell };
  const { issues } = await load(JSON.stringify(handedOver(cells)), "F");
  expect(issues).toEqual([
    expect.objectContaining({
      severity: "warning",
      place: { shared: "A", path: ["tac"] },
      what: "has no effect: those of plmn_list_5g count (as of 1 more)",
    }),
  ]);
  expect(await saidOfShared({ ...nrCell, tac: "x" })).toHaveLength(1);
  expect(await saidOfShared({ ...ltePeerCell, ul_earfcn: 18700 })).toEqual([
    'warning: shared "X": ul_earfcn: has no effect: a neighbour is told by its downlink',
  ]);
  expect(await saidOfShared({ ...nrPeerCell, subcarrier_spacing: 30 })).toEqual([
    'warning: shared "X": subcarrier_spacing: has no effect: that of the sync raster counts',
  ]);
});

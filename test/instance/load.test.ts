import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { load } from "../../src/instance/load.ts";
import { placeInShared } from "../../src/issue/issue.ts";
import { handedOver, lopcomm, lteCell, ltePeerCell, nrCell, nrPeerCell, sdr, sunwave } from "./said.ts";

const root = join(import.meta.dirname, "../..");
const golden = join(root, "test/golden");

async function instanceOf(input: unknown) {
  const { value, issues } = await load(JSON.stringify(input), "F");
  expect(issues).toEqual([]);
  if (value === undefined) throw new Error("no value");
  return value.instance;
}

test("every golden instance is accepted, with all of its shared instances", async () => {
  const files = readdirSync(golden).filter((file) => file.endsWith(".json"));
  expect(files.length).toBeGreaterThanOrEqual(13);
  for (const file of files) {
    const { instance } = JSON.parse(readFileSync(join(golden, file), "utf8"));
    const { shared } = await instanceOf(instance);
    expect(shared).toHaveLength(instance["slave-instance-list"].length);
  }
});

test("every example is accepted without a warning", async () => {
  const files = readdirSync(join(root, "examples")).filter((name) => /\.(?:yaml|json)$/.test(name));
  expect(files).toEqual(expect.arrayContaining(["mixed.yaml", "sdr.json", "two-lopcomm.yaml"]));
  for (const file of files) {
    const { value, issues } = await load(readFileSync(join(root, "examples", file), "utf8"), file);
    expect(issues).toEqual([]);
    expect(value).toBeDefined();
  }
});

test("the kind is known by the keys", async () => {
  const { shared } = await instanceOf(
    handedOver({
      a: sdr,
      b: lopcomm,
      c: sunwave,
      d: lteCell,
      e: nrCell,
      f: ltePeerCell,
      g: nrPeerCell,
      h: { peer_type: "lte", x2_addr: "1.2.3.4" },
      i: { peer_type: "nr", xn_addr: "[abcd::1]:78" },
    }),
  );
  const kinds = Object.fromEntries(shared.map(({ reference, kind }) => [reference, kind]));
  expect(kinds).toEqual({
    a: "radio-unit",
    b: "radio-unit",
    c: "radio-unit",
    d: "cell",
    e: "cell",
    f: "peer-cell",
    g: "peer-cell",
    h: "peer",
    i: "peer",
  });
});

test("parameters stay as given: no default is filled in, and identifiers become numbers", async () => {
  const { shared } = await instanceOf(handedOver({ RU: lopcomm, CELL: { ...lteCell, cell_id: "0xfF" } }));
  expect(shared).toEqual([
    { reference: "RU", slaveReference: "SOFTINST-1", kind: "radio-unit", parameters: lopcomm },
    {
      reference: "CELL",
      slaveReference: "SOFTINST-2",
      kind: "cell",
      parameters: { ...lteCell, cell_id: 255, tac: 0x101 },
    },
  ]);
});

test("a reference is the title less the partition's id, or else less one underscore", async () => {
  const titles = ["slappart9_RU1", "_RU2", "__RU3", "RU_4", "slappart1_RU5", "slappart9__RU6", "slappart9"];
  const { shared } = await instanceOf(handedOver(Object.fromEntries(titles.map((title) => [title, sdr]))));
  expect(shared.map(({ reference }) => reference)).toEqual([
    "RU1",
    "RU2",
    "_RU3",
    "RU_4",
    "slappart1_RU5",
    "_RU6",
    "slappart9",
  ]);
});

test("what slapconfiguration says of the partition is taken over, empty texts as nothing", async () => {
  const { configuration, shared, ...own } = await instanceOf({
    "instance-title": "BBU",
    "root-instance-title": "ROOT",
    "slap-software-type": "enb",
    "slap-computer-id": "COMP-7",
    "slap-computer-partition-id": "slappart9",
    "slap-software-release-url": "https://example.com/software.cfg",
    "ipv6-random": "fc00::9",
    "ipv4-random": "10.0.0.9",
    "lan-ipv4": "192.168.0.9",
    "tap-name": "slaptap16",
    "tap-ipv6-network": "fd00::1/71",
    "tap-ipv6-gateway": "",
    configuration: {},
    "slave-instance-list": [],
  });
  expect(own).toEqual({
    title: "BBU",
    rootTitle: "ROOT",
    softwareType: "enb",
    computerId: "COMP-7",
    partitionId: "slappart9",
    ipv6: "fc00::9",
    ipv4: "10.0.0.9",
    lanIpv4: "192.168.0.9",
    websocketPassword: null,
    layout: { layout: "2024", by: null, form: "older" },
    tap: { name: "slaptap16", network: "fd00::1/71", gateway: null, addr: null },
  });
});

test("a file written by hand needs no more than its configuration", async () => {
  const { value, issues } = await load("configuration: {}", "F");
  expect(issues).toEqual([]);
  expect(value?.instance).toEqual({
    title: "enb",
    rootTitle: "enb",
    softwareType: "enb",
    computerId: "COMP-0",
    partitionId: "slappart0",
    ipv6: null,
    ipv4: null,
    lanIpv4: null,
    websocketPassword: null,
    layout: { layout: "2024", by: null, form: "older" },
    tap: { name: null, network: null, gateway: null, addr: null },
    configuration: {},
    shared: [],
  });
});

test("YAML and JSON written by hand give the same instance as slapconfiguration", async () => {
  const shared = { "RU 1": sdr, CELL: { ...lteCell, ru: { ru_type: "ru_ref", ru_ref: "RU 1" } } };
  const own = { "slap-computer-partition-id": "slappart9", configuration: { enb_id: "0x1A2D0" } };
  const yaml = [
    "slap-computer-partition-id: slappart9",
    "configuration: {enb_id: 0x1A2D0}",
    "shared:",
    "  RU 1: {ru_type: sdr, ru_link_type: sdr, sdr_dev_list: [0], n_antenna_dl: 2, n_antenna_ul: 2,",
    "    tx_gain: 50, rx_gain: 40}",
    "  CELL: # LTE",
    "    {cell_type: lte, cell_kind: enb, rf_mode: fdd, pci: 1, cell_id: 0x01, bandwidth: 5, dl_earfcn: 100,",
    "    tac: 0x101, ru: {ru_type: ru_ref, ru_ref: RU 1}}",
  ].join("\n");
  const fromYaml = (await load(yaml, "F")).value?.instance;
  const fromJson = await instanceOf({ ...own, shared });
  const handed = await instanceOf({ ...handedOver(shared), ...own });
  expect(fromYaml).toEqual(fromJson);
  expect({ ...fromJson, shared: fromJson.shared.map((one) => ({ ...one, slaveReference: "" })) }).toEqual({
    ...handed,
    shared: handed.shared.map((one) => ({ ...one, slaveReference: "" })),
  });
});

test.each(["configuration: {}", "configuration: {}\nshared: {}", '{"configuration": {}, "shared": {}}'])(
  "%j has no shared instances",
  async (text) => {
    expect((await load(text, "F")).value?.instance.shared).toEqual([]);
  },
);

test("shared instances written by hand keep the order of the file, even where references are numbers", async () => {
  const unit = JSON.stringify(sdr);
  const json = `{"configuration": {}, "shared": {"b": ${unit}, "10": ${unit}, "a": ${unit}, "2": ${unit}}}`;
  const yaml = `configuration: {}\nshared:\n  b: ${unit}\n  10: ${unit}\n  a: ${unit}\n  2: ${unit}\n`;
  for (const text of [json, yaml]) {
    const { value } = await load(text, "F");
    expect(value?.instance.shared.map(({ reference }) => reference)).toEqual(["b", "10", "a", "2"]);
  }
});

test("a reference in YAML is text as it is written", async () => {
  const { value } = await load(`configuration: {}\nshared: {007: ${JSON.stringify(sdr)}}`, "F");
  expect(value?.instance.shared[0]?.reference).toBe("007");
});

test("YAML anchors and merge keys serve", async () => {
  const yaml = [
    "configuration: {}",
    "shared:",
    `  RU1: &unit ${JSON.stringify(sdr)}`,
    "  RU2: {<<: *unit, sdr_dev_list: [1]}",
    "  RU3: *unit",
  ].join("\n");
  const { value, issues } = await load(yaml, "F");
  expect(issues).toEqual([]);
  expect(value?.instance.shared[1]?.parameters).toEqual({ ...sdr, sdr_dev_list: [1] });
  expect(value?.instance.shared[2]?.parameters).toEqual(sdr);
});

test("slapconfiguration.jsonschema's valid list serves, and its invalid ones are warned about", async () => {
  const { value, issues } = await load(
    JSON.stringify({
      "slap-computer-partition-id": "slappart9",
      configuration: {},
      "valid-shared-instance-list": [{ reference: "slappart9_RU", parameters: sdr }],
      "invalid-shared-instance-list": [{ reference: "BAD", parameters: {}, errors: "no" }],
    }),
    "F",
  );
  expect(value?.instance.shared.map(({ reference }) => reference)).toEqual(["RU"]);
  expect(issues).toEqual([
    {
      severity: "warning",
      place: { shared: "BAD", path: [] },
      what: "left out: its parameters were refused by the schema",
    },
  ]);
});

test("a byte order mark is not part of the input", async () => {
  expect((await load("\ufeffconfiguration: {}\nshared: {}\n", "F")).issues).toEqual([]);
  expect((await load('\ufeff{"configuration": {}}', "F")).issues).toEqual([]);
});

test("places in a file written by hand are found, those of what slapconfiguration hands over are not", async () => {
  const yaml = `configuration: {}\nshared:\n  RU:\n    ${Object.entries(sdr)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    .join("\n    ")}\n`;
  const byHand = (await load(yaml, "F")).value;
  expect(byHand?.locate(placeInShared("RU", "ru_type"))).toEqual({ file: "F", line: 4, column: 14 });
  expect(byHand?.locate(placeInShared("RU", "missing"))).toEqual({ file: "F", line: 3, column: 3 });
  const handed = (await load(JSON.stringify(handedOver({ RU: sdr })), "F")).value;
  expect(handed?.locate(placeInShared("RU", "ru_type"))).toBeUndefined();
});

import { expect, test } from "vitest";
import { load } from "../../src/instance/load.ts";
import { hasErrors } from "../../src/issue/issue.ts";
import { handedOver, lteCell, saidOf, sdr } from "./said.ts";

const shape = "expected: a dictionary with configuration and shared, or what slapconfiguration hands over";

test.each([
  ["", `the input is empty; ${shape}`],
  ["null", `the input is empty; ${shape}`],
  ["[]", `the input is not a dictionary: a list is given; ${shape}`],
  ["42", `the input is not a dictionary: 42 is a number; ${shape}`],
  ["no JSON at all", `the input is not a dictionary: "no JSON at all" is text; ${shape}`],
])("an input of another shape is refused: %j", async (text, said) => {
  expect(await saidOf(text)).toEqual([said]);
});

test.each([
  '{"configuration": {}',
  '{"configuration": {}}}',
  "configuration: {}\nshared: [",
  "a: b: c",
  "configuration: {}\n\tshared: {}",
  "configuration: *nothing",
  "%YAML 9.9\n---\n{}",
  "a: !unknown b",
])("what is neither JSON nor YAML is refused, with its position: %j", async (text) => {
  const { value, issues } = await load(text, "F");
  expect(value).toBeUndefined();
  expect(hasErrors(issues)).toBe(true);
  expect(issues[0]?.what).toMatch(/^neither JSON nor YAML: /);
  expect(issues[0]?.position?.line).toBeGreaterThan(0);
});

test.each([
  [
    "a tab",
    "\tru_type: sdr",
    "F:6:1: neither JSON nor YAML: tabs are not allowed as indentation; expected: one YAML document or JSON",
  ],
  [
    "a space too few",
    "   ru_type: sdr",
    "F:6:1: neither JSON nor YAML: all mapping items must start at the same column; expected: one YAML document or JSON",
  ],
  [
    "no space after a colon",
    "    ru_type:sdr",
    "F:6:5: neither JSON nor YAML: no space after a colon; perhaps ru_type: sdr",
  ],
])("%s is one problem, whatever it does to the lines after it", async (_, line, said) => {
  const unit = (number: number) => [`  RU${number}:`, "    tx_gain: 0", "    ru_type: sdr", "    rx_gain: 0"];
  const lines = ["configuration: {}", "shared:", ...[1, 2, 3, 4, 5, 6].flatMap(unit)];
  expect(await saidOf(lines.with(5, line).join("\n"))).toEqual([said]);
});

test("several YAML documents are refused", async () => {
  expect(await saidOf("configuration: {}\n---\nconfiguration: {}\n")).toEqual([
    "F:2:1: more than one YAML document; expected: one YAML document or JSON",
  ]);
});

test("a YAML text that multiplies itself is refused", async () => {
  const bomb = ["a0: &a0 [x]"];
  for (let i = 1; i < 12; i++) bomb.push(`a${i}: &a${i} [${`*a${i - 1},`.repeat(10)}]`);
  const { value, issues } = await load(bomb.join("\n"), "F");
  expect(value).toBeUndefined();
  expect(issues[0]?.what).toMatch(/^neither JSON nor YAML: /);
});

test("JSON nested without end is refused", async () => {
  expect(await saidOf(`{"configuration": ${"[".repeat(100_000)}${"]".repeat(100_000)}}`)).toEqual([
    "F:1:21: configuration[0][0]: nested too deeply; expected: at most 100 deep",
    "F:1:2: configuration: a list is given; expected: a dictionary",
  ]);
});

test("YAML that would take its parser long is refused unread", async () => {
  expect(await saidOf(`configuration: {}\n#${"x".repeat(2 ** 20)}\n`)).toEqual([
    "F:1:1: not JSON, and with 1048596 characters too long for YAML; expected: at most 1048576",
  ]);
});

test("of very many problems the first thousand are reported and the rest counted", async () => {
  const configuration = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`key${i}`, 1]));
  const said = await saidOf(JSON.stringify({ configuration, shared: {} }));
  expect(said).toHaveLength(1001);
  expect(said.at(-1)).toBe("and 4000 more problems");
});

test("an input beyond the limit is refused unread", async () => {
  expect(await saidOf(`{"configuration": "${"x".repeat(10_000_000)}"}`)).toEqual([
    "the input has 10000021 characters; expected: at most 8388608",
  ]);
});

test("configuration is needed", async () => {
  expect(await saidOf("{}")).toEqual(["F:1:1: configuration: missing; expected: a dictionary"]);
  expect(await saidOf('{"slave-instance-list": [], "configuration": []}')).toEqual([
    "configuration: a list is given; expected: a dictionary",
  ]);
});

test("a number that no double holds is said to be too large once", async () => {
  const { issues } = await load("configuration: {gnb_id: 99999999999999999999}", "F");
  expect(issues.map(({ what }) => what)).toEqual(["100000000000000000000 is too large"]);
});

test("unknown keys of a file written by hand are refused, those that slapconfiguration adds are not", async () => {
  expect(await saidOf("configuration: {}\ntap_name: slaptap1\n")).toEqual([
    "F:2:1: tap_name: unknown key; perhaps tap-name",
  ]);
  expect(await saidOf(JSON.stringify({ ...handedOver({}), "server-url": "x" }))).toEqual([]);
});

test("two shapes at once are refused", async () => {
  expect(await saidOf(JSON.stringify({ ...handedOver({}), shared: {} }))).toEqual([
    "it has shared and slave-instance-list; expected: one of them",
  ]);
});

test("addresses of the partition that are none are refused", async () => {
  const input = { ...handedOver({}), "ipv6-random": "1.2.3.4", "lan-ipv4": "x", "tap-name": 7 };
  expect(await saidOf(JSON.stringify(input))).toEqual([
    'ipv6-random: "1.2.3.4" is malformed; expected: an IPv6 address',
    'lan-ipv4: "x" is malformed; expected: an IPv4 address',
    "tap-name: 7 is a number; expected: text",
  ]);
});

test("a list of shared instances of another shape is refused entry by entry", async () => {
  const input = {
    configuration: {},
    "slave-instance-list": [
      7,
      {},
      { slave_title: "A" },
      { slave_title: "B", _: "{" },
      { slave_title: "C", _: sdr },
      { slave_title: "D", _: "[]" },
      { slave_title: "E", _: "{}" },
    ],
  };
  expect(await saidOf(JSON.stringify(input))).toEqual([
    "slave-instance-list[0]: 7 is a number; expected: a dictionary",
    "slave-instance-list[1].slave_title: missing; expected: the reference",
    'shared "A": _: missing; expected: parameters as JSON text',
    'shared "B": _: not JSON; expected: parameters as JSON text',
    'shared "C": _: a dictionary is given; expected: parameters as JSON text',
    'shared "D": a list is given; expected: a dictionary',
    'shared "E": of no known kind; expected: ru_type (a Radio Unit), cell_type and cell_kind (a cell or a peer cell) or peer_type (a peer)',
  ]);
  expect(await saidOf('{"configuration": {}, "slave-instance-list": {}}')).toEqual([
    "slave-instance-list: a dictionary is given; expected: a list",
  ]);
  expect(await saidOf('{"configuration": {}, "valid-shared-instance-list": [{"parameters": {}}]}')).toEqual([
    "valid-shared-instance-list[0].reference: missing; expected: the reference",
  ]);
  expect(await saidOf("configuration: {}\nshared: []\n")).toEqual([
    "F:2:1: shared: a list is given; expected: a dictionary of parameters by reference",
  ]);
});

test("references that are the same after stripping are refused once, naming the requests", async () => {
  expect(await saidOf(JSON.stringify(handedOver({ RU: sdr, slappart9_RU: sdr, _RU: sdr })))).toEqual([
    'shared "RU": 3 shared instances have this reference: SOFTINST-1, SOFTINST-2, SOFTINST-3; expected: references that differ',
  ]);
});

test("a key given twice is refused in YAML, in JSON and in shared parameters", async () => {
  const ru = JSON.stringify(sdr);
  expect(await saidOf(`configuration: {}\nshared:\n  RU: ${ru}\n  RU: ${ru}\n`)).toEqual([
    'F:4:3: shared "RU": given twice; expected: each key once',
  ]);
  expect(await saidOf(`{"configuration": {}, "shared": {"RU": ${ru}, "RU": ${ru}}}`)).toHaveLength(1);
  const twice = handedOver({ RU: sdr });
  const [entry] = twice["slave-instance-list"];
  const text = entry?._.replace("{", '{"tx_gain": 1, ');
  expect(await saidOf(JSON.stringify({ ...twice, "slave-instance-list": [{ ...entry, _: text }] }))).toEqual([
    'shared "RU": tx_gain: given twice; expected: each key once',
  ]);
});

test("a reference that no file name could carry is refused", async () => {
  const said = await saidOf(JSON.stringify(handedOver({ ["é".repeat(2048)]: sdr, "": sdr, _: lteCell })));
  expect(said).toEqual([
    `shared "${"é".repeat(100)}…": its reference has 4096 bytes; expected: at most 255 bytes`,
    'shared "": its reference is empty; expected: a reference of one character or more',
    'shared "": its reference is empty; expected: a reference of one character or more',
    'shared "": 2 shared instances have this reference: SOFTINST-2, SOFTINST-3; expected: references that differ',
  ]);
  expect(await saidOf(JSON.stringify(handedOver({ "a\ud800": sdr })))).toEqual([
    'shared "a\\ud800": its reference is no Unicode text: it has half of a surrogate pair; expected: whole characters',
  ]);
});

test("__proto__ is refused where it would get lost", async () => {
  const list =
    '{"configuration": {"mme_list": {"__proto__": {"mme_addr": "1.2.3.4"}}}, "slave-instance-list": []}';
  expect(await saidOf(list)).toEqual([
    "configuration.mme_list.__proto__: this name cannot be used; expected: another name",
  ]);
  expect(await saidOf("configuration: {}\nshared: {}\n__proto__: {}\n")).toEqual([
    "F:3:1: __proto__: this name cannot be used; expected: another name",
    `F:3:1: __proto__: unknown key; expected: one of instance-title, root-instance-title, slap-software-type, slap-computer-id, slap-computer-partition-id, ipv6-random, ipv4-random, lan-ipv4, tap-name, tap-ipv6-network, tap-ipv6-gateway, tap-ipv6-addr, tap-ipv6-netmask, websocket-password, configuration, shared`,
  ]);
});

test("all that is wrong with one input is reported together, each with its place", async () => {
  const yaml = `# a comment
configuration:
  enb_id: 1.5
  mme_list:
    core: {mme_addr: no where}
  plmn_list:
    1: {plmn: 00101}
shared:
  RU1:
    ru_type: lopcom
  CELL1:
    cell_type: nr
    cell_kind: enb
    rf_mode: tdd
    bandwith: 40
    pci: 1008
    cell_id: "0x01"
    dl_nr_arfcn: 630000
    nr_band: 78
    ru:
      ru_type: sdr
      sdr_dev_list: []
      n_antenna_dl: 3
      n_antenna_ul: 2
      tx_gain: .inf
  ODD: {}
`;
  expect(await saidOf(yaml)).toEqual([
    'F:3:11: configuration.enb_id: 1.5 is not an integer; expected: an integer from 0 to 1048575, or hexadecimal in quotes from "0x0" to "0xfffff"',
    'F:5:22: configuration.mme_list.core.mme_addr: "no where" is malformed; expected: an IPv4 or IPv6 address or a host name, with a port or without: 1.2.3.4, 1.2.3.4:77, abcd::1, [abcd::1]:78',
    'F:7:15: configuration.plmn_list.1.plmn: 101 is a number; expected: 5 or 6 digits in quotes: "00101"',
    'F:10:14: shared "RU1": ru_type: "lopcom" is none of the choices; expected: "sdr", "lopcomm" or "sunwave"',
    'F:22:7: shared "CELL1": ru.sdr_dev_list: an empty list; expected: a list of device numbers',
    'F:23:21: shared "CELL1": ru.n_antenna_dl: 3 is none of the choices; expected: 1, 2, 4 or 8',
    'F:25:16: shared "CELL1": ru.tx_gain: Infinity is not finite; expected: a number',
    'F:20:5: shared "CELL1": ru.rx_gain: missing; expected: a number',
    'F:16:10: shared "CELL1": pci: 1008 is too large; expected: an integer from 0 to 1007',
    'F:11:3: shared "CELL1": bandwidth: missing; expected: 3, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100, 200, 400, 800, 1600 or 2000',
    'F:15:5: shared "CELL1": bandwith: unknown key; perhaps bandwidth',
    'F:26:3: shared "ODD": of no known kind; expected: ru_type (a Radio Unit), cell_type and cell_kind (a cell or a peer cell) or peer_type (a peer)',
  ]);
});

test("positions in JSON written by hand are as exact", async () => {
  const json = `{
  "configuration": {"enb_id": "0x1A2D0"},
  "shared": {
    "RU \\"1\\"": {
      "ru_type": "sdr", "sdr_dev_list": [0, "1"],
      "n_antenna_dl": 2, "n_antenna_ul": 2, "tx_gain": 50
    }
  }
}`;
  expect(await saidOf(json)).toEqual([
    'F:5:45: shared "RU \\"1\\"": sdr_dev_list[1]: "1" is text; expected: an integer from 0 to 1023',
    'F:4:5: shared "RU \\"1\\"": rx_gain: missing; expected: a number',
  ]);
});

import { expect, test } from "vitest";
import { olderDefaults } from "../../src/instance/defaults.ts";
import { load } from "../../src/instance/load.ts";
import { makeParameterFile } from "../../src/instance/new-parameters.ts";
import { formatIssue } from "../../src/issue/format.ts";
import { planTaps } from "../../src/plan/plan-taps.ts";
import { resolveSite } from "../../src/site/resolve-site.ts";

const types = ["sdr", "lopcomm", "sunwave"];

test.each(types.flatMap((type) => [0, 1, 2, 64, 255, 256, 1023].map((count) => [count, type] as const)))(
  "a new file for %d %s Radio Units is accepted without a warning",
  async (ruCount, ruType) => {
    const { value: text, issues } = makeParameterFile({ ruCount, ruType });
    expect(issues).toEqual([]);
    const loaded = await load(text ?? "", "F");
    expect(loaded.issues.map(formatIssue)).toEqual([]);
    const kinds = (loaded.value?.instance.shared ?? []).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "radio-unit")).toHaveLength(ruCount);
    expect(kinds.filter((kind) => kind === "cell")).toHaveLength(ruCount);
  },
);

test.each(types.flatMap((type) => [0, 1, 2, 256, 1023].map((count) => [count, type] as const)))(
  "a new file for %d %s Radio Units resolves and plans without a warning",
  async (ruCount, ruType) => {
    const { value } = await load(makeParameterFile({ ruCount, ruType }).value ?? "", "F");
    const site = value && resolveSite(value.instance);
    expect(site?.issues).toEqual([]);
    const split = site?.value && planTaps(site.value);
    expect(split?.issues).toEqual([]);
    expect(split?.value?.plan.taps).toHaveLength(ruType === "sdr" ? 0 : ruCount);
  },
);

test("no two cells of a new file share an identity, or a physical identity on one carrier", async () => {
  const { value: text = "" } = makeParameterFile({ ruCount: 1023 });
  const { value } = await load(text, "F");
  const cells = (value?.instance.shared ?? []).flatMap((one) =>
    one.kind === "cell" && one.parameters.cell_type === "nr" ? [one.parameters] : [],
  );
  expect(new Set(cells.map(({ cell_id }) => cell_id)).size).toBe(1023);
  expect(new Set(cells.map(({ pci, dl_nr_arfcn }) => `${pci} ${dl_nr_arfcn}`)).size).toBe(1023);
  const bits = 36 - (value?.instance.configuration.gnb_id_bits ?? 28);
  for (const { cell_id } of cells) expect(cell_id).toBeLessThan(2 ** bits);
});

test("optional parameters are shown with their defaults, which are accepted when they are given", async () => {
  for (const ruType of types) {
    const { value: text = "" } = makeParameterFile({ ruCount: 1, ruType });
    const shown = [...text.matchAll(/^ *# ([\w-]+):( \S.*?)? {2}# \S/gm)];
    expect(shown.length).toBeGreaterThan(30);
    const uncommented = text.replace(/^( *)# ([\w-]+: \S.*?)(?= {2}# \S)/gm, "$1$2");
    expect(uncommented).toContain("\n  com_ws_port: 9001  # Remote API port\n");
    const { value, issues } = await load(uncommented, "F");
    const across = value === undefined ? [] : resolveSite(value.instance).issues;
    const said = [...issues, ...across].map(formatIssue);
    expect(said.filter((line) => !line.endsWith("has no effect yet"))).toEqual([]);
    expect(value?.instance.layout).toMatchObject({ layout: "2026", form: "newer" });
  }
});

test("nothing of the older form is in a new file", () => {
  const { value: text = "" } = makeParameterFile({ ruCount: 1 });
  expect(text).toContain('  amf_list:\n    - amf_addr: "127.0.1.100"\n');
  for (const key of Object.keys(olderDefaults)) expect(text).not.toContain(key);
});

test("the slaptap and its range are those of the options, as slapos format would give them", async () => {
  const { value: text = "" } = makeParameterFile({ ruCount: 2, slaptap: "slaptap16", range: "fd00:1::5/64" });
  expect((await load(text, "F")).value?.instance.tap).toEqual({
    name: "slaptap16",
    network: "fd00:1::1/64",
    gateway: "fd00:1::1",
    addr: "fd00:1::ffff:ffff:ffff:ffff",
  });
});

test("a name that YAML would take for something else comes through", async () => {
  for (const slaptap of ["yes", "12", "a: b", "#x", "a\nb: c", '"', ""]) {
    const { value: text = "" } = makeParameterFile({ ruCount: 1, slaptap });
    expect((await load(text, "F")).value?.instance.tap.name).toBe(slaptap || null);
  }
});

test("what cannot be is refused, all at once", () => {
  const { value, issues } = makeParameterFile({ ruCount: 1024, ruType: "sdrs", range: "10.0.0.0/8" });
  expect(value).toBeUndefined();
  expect(issues.map(formatIssue)).toEqual([
    "1024 Radio Units; expected: an integer from 0 to 1023",
    'unknown kind of Radio Unit "sdrs"; expected: "sdr", "lopcomm" or "sunwave"',
    '"10.0.0.0/8" is not an IPv6 range; expected: such as 2001:db8:0:66:a200::/71',
  ]);
});

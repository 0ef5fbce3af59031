/** Each default that a JSON schema shows is what rendering takes where the parameter is left out: derived, one by one. */
import { expect, test } from "vitest";
import { load } from "../../src/instance/load.ts";
import { type JsonSchema, makeJsonSchema } from "../../src/instance/schema/json-schema.ts";
import { formatIssue } from "../../src/issue/format.ts";
import { planTaps } from "../../src/plan/plan-taps.ts";
import { renderInstance } from "../../src/render/render-instance.ts";
import { resolveSite } from "../../src/site/resolve-site.ts";
import { lopcomm, lteCell, nrCell, sdr, sunwave } from "../site/resolved-instance.ts";
import { value } from "./golden-cases.ts";

type Parameters = { readonly [key: string]: unknown };
type Path = readonly string[];

const configuration: Parameters = {
  enb_id: 1,
  gnb_id: 1,
  mme_list: [{ mme_addr: "127.0.1.100" }],
  amf_list: [{ amf_addr: "127.0.1.100" }],
  plmn_list: [{ plmn: "00101" }],
  plmn_list_5g: [{ plmn: "00101", tac: "0x1" }],
};
const nb = { cell_type: "nb", cell_kind: "enb", rf_mode: "fdd", dl_earfcn: 6300, pci: 9, cell_id: 9, tac: 1 };
const peer = { cell_kind: "enb_peer", pci: 7, tac: 1, plmn: "00101" };
const tap = { "tap-name": "t", "tap-ipv6-network": "fd00::1/64", "tap-ipv6-gateway": "fd00::1" };

/** On SDR cards; a Radio Unit on CPRI stands alone, as both cannot be in one eNB. */
const onSdr: Parameters = {
  D: sdr,
  L: lteCell("D", { rf_mode: "tdd", dl_earfcn: 38050, tti_bundling: { snr_threshold: 1 } }),
  N: nrCell("D", { redcap_ue: { allow: true, eredcap_ue: { allow: true }, half_duplex: {} } }),
  B: { ...nb, ru: { ru_type: "ru_ref", ru_ref: "D" } },
  P: { ...peer, cell_type: "lte", e_cell_id: 9, dl_earfcn: 300 },
  Q: { ...peer, cell_type: "nr", nr_cell_id: 9, gnb_id_bits: 28, nr_band: 78, dl_nr_arfcn: 630000 },
};

const bases: Readonly<Record<string, Parameters>> = {
  sdr: { configuration, shared: onSdr },
  lopcomm: { ...tap, "tap-ipv6-addr": "fd00::f", configuration, shared: { U: lopcomm(1), L: lteCell("U") } },
  sunwave: { ...tap, "tap-ipv6-addr": "fd00::f", configuration, shared: { U: sunwave(1), L: lteCell("U") } },
};

/** Where the parameters of a schema stand in a base. */
const places: readonly (readonly [base: string, at: Path, schema: JsonSchema])[] = [
  ["sdr", ["configuration"], makeJsonSchema("enb")],
  ...kindsOf("cell").map(
    (schema, index) => ["sdr", ["shared", ["L", "N", "B"][index] ?? ""], schema] as const,
  ),
  ...kindsOf("peer-cell").map(
    (schema, index) => ["sdr", ["shared", ["P", "Q"][index] ?? ""], schema] as const,
  ),
  ...kindsOf("radio-unit").map(
    (schema, index) =>
      (index === 0
        ? ["sdr", ["shared", "D"], schema]
        : [["", "lopcomm", "sunwave"][index] ?? "", ["shared", "U"], schema]) as readonly [
        string,
        Path,
        JsonSchema,
      ],
  ),
];

const found = places.flatMap(([base, at, schema]) =>
  listDefaults(schema, at, getAt(bases[base] ?? {}, at) as Parameters).map((one) => ({ base, ...one })),
);

test("there are as many defaults as parameters have", () => {
  expect(found.length).toBeGreaterThan(70);
});

test.each(found.map((one) => [`${one.base} ${one.path.join(".")}`, one] as const))(
  "%s is rendered as its default where it is left out",
  async (_title, { base, path, preset }) => {
    const given = bases[base] ?? {};
    expect(getAt(given, path)).toBeUndefined();
    expect(await render(setAt(given, path, preset))).toEqual(await render(given));
  },
);

function kindsOf(name: "cell" | "peer-cell" | "radio-unit"): JsonSchema[] {
  return makeJsonSchema(name).oneOf as JsonSchema[];
}

/** Defaults of what the parameters leave out, also in what lies within them. */
function listDefaults(schema: JsonSchema, at: Path, given: Parameters): { path: Path; preset: unknown }[] {
  return Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).flatMap(
    ([key, property]) => {
      const inner = given[key];
      const path = [...at, key];
      if (inner === undefined)
        return property.default === undefined ? [] : [{ path, preset: property.default }];
      if (Array.isArray(inner)) {
        const [list] = (property.anyOf ?? [property]) as JsonSchema[];
        return listDefaults((list?.items ?? {}) as JsonSchema, [...path, "0"], inner[0] as Parameters);
      }
      return typeof inner === "object" ? listDefaults(property, path, inner as Parameters) : [];
    },
  );
}

function getAt(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return value;
  return getAt((value as Parameters | undefined)?.[key], rest);
}

function setAt(value: unknown, [key, ...rest]: Path, preset: unknown): unknown {
  if (key === undefined) return preset;
  const inner = setAt((value as Parameters)[key], rest, preset);
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === key ? inner : one));
  return { ...(value as Parameters), [key]: inner };
}

async function render(instance: unknown): Promise<Readonly<Record<string, string>>> {
  const own = { "ipv6-random": "fc00::9", "lan-ipv4": "10.0.0.9" };
  const loaded = await load(JSON.stringify({ ...own, ...(instance as object) }), "F");
  if (loaded.value === undefined) throw new Error(loaded.issues.map(formatIssue).join("\n"));
  const site = value(resolveSite(loaded.value.instance));
  const files = value(renderInstance(site, value(planTaps(site)).plan, { state: "/srv/var" }));
  return Object.fromEntries(files.map(({ path, content }) => [path, content]));
}

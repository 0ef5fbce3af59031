/** Random parameter files of both forms: values of the schemas, and good ones with something changed. */
import fc from "fast-check";
import { makeJsonSchema } from "../../src/instance/schema/json-schema.ts";
import { valuesOf } from "./schema-values.ts";

export type Value = unknown;
type Dictionary = { readonly [key: string]: Value };

const sdr = { ru_type: "sdr", sdr_dev_list: [0], n_antenna_dl: 2, n_antenna_ul: 1, tx_gain: 50, rx_gain: 40 };
const ru = { ru_type: "ru_ref", ru_ref: "RU" };
const own = { cell_kind: "enb", ru };
const peer = { cell_kind: "enb_peer", pci: 7, tac: 9 };
const lte = {
  ...own,
  cell_type: "lte",
  rf_mode: "fdd",
  dl_earfcn: 300,
  bandwidth: 10,
  pci: 1,
  cell_id: 1,
  tac: 1,
};
const nr = {
  ...own,
  cell_type: "nr",
  rf_mode: "tdd",
  dl_nr_arfcn: 630000,
  nr_band: 78,
  bandwidth: 40,
  pci: 1,
};
const link = { sdr_dev: 0, sfp_port: 0 };

/** Shared instances that go together, in both forms. */
const shared: Dictionary = {
  RU: sdr,
  L: { ...lte, sr_period: 10, tti_bundling: { snr_threshold: 3 }, cipher_algo_pref: ["EEA3 (ZUC)"] },
  T: {
    ...lte,
    rf_mode: "tdd",
    dl_earfcn: 38050,
    cell_id: 2,
    tdd_ul_dl_config: "[Configuration 2] 5ms 2UL 6DL (default)",
  },
  N: { ...nr, cell_id: 3, redcap_ue: { allow: true, half_duplex: {} }, bandwidth_ul: 20 },
  H: {
    ...{ ...nr, cell_id: 4, pci: 2 },
    tdd_ul_dl_config: { pattern1: { period: 5, dl_slots: 7, dl_symbols: 6, ul_slots: 2, ul_symbols: 4 } },
  },
  B: {
    ...own,
    cell_type: "nb",
    rf_mode: "fdd",
    dl_earfcn: 6300,
    pci: 9,
    cell_id: 9,
    tac: 1,
    all_ce_level: true,
  },
  P: { ...peer, cell_type: "lte", e_cell_id: "0x9", dl_earfcn: 300, plmn: "00101" },
  Q: {
    ...peer,
    cell_type: "nr",
    nr_cell_id: 9,
    gnb_id_bits: 28,
    nr_band: 78,
    dl_nr_arfcn: 630000,
    plmn: "00101",
  },
  X: { peer_type: "lte", x2_addr: "10.0.0.1" },
  Y: { peer_type: "nr", xn_addr: "[abcd::1]:78" },
};
/** On a CPRI link. */
const cpri: Dictionary = {
  RU: { ru_type: "lopcomm", mac_addr: "02:00:00:00:00:01", cpri_link: link, tx_gain: 1, rx_gain: 2 },
  L: lte,
};

const ids = { enb_id: "0x1A2D0", gnb_id: 9 };
const older = {
  ...ids,
  mme_list: { 1: { mme_addr: "127.0.1.100" }, 2: { mme_addr: "10.0.0.1" } },
  plmn_list: { 1: { plmn: "00101" } },
  plmn_list_5g: { 1: { plmn: "00101", tac: 1 } },
  lte_handover_a3_offset: 3,
  use_ipv4: true,
};
const newer = {
  ...ids,
  amf_list: [{ amf_addr: "core.example:38412", ngap_bind_addr: "10.0.0.1", name: "A" }],
  plmn_list: [{ plmn: "00101", reserved: true }],
  plmn_list_5g: [{ plmn: "00101", tac: "0x64" }],
  gtp_addr: "IPv4 LAN address",
  eutra_eutra_handover: { event: { a5_threshold1_rsrp: -90, a5_threshold2_rsrp: -95 }, hysteresis: 2 },
  handover_meas_gap_config: "None",
};

const tap = {
  "tap-name": "t",
  "tap-ipv6-network": "fd00::1/64",
  "tap-ipv6-gateway": "fd00::1",
  "tap-ipv6-addr": "fd00::f",
};
const node = { "ipv6-random": "fc00::9", "lan-ipv4": "10.0.0.9" };
const withoutOptions: Dictionary = { RU: sdr, L: lte, N: { ...nr, cell_id: 3 }, X: shared.X, Y: shared.Y };

/** Good parameters; `more` of them are left out at random, so that most files are small. */
const good: fc.Arbitrary<Dictionary> = fc.oneof(
  pick(shared).map((some) => ({ ...node, configuration: newer, shared: some })),
  pick(shared).map((some) => ({
    ...node,
    configuration: { ...older, enb_cfg_layout: "2026" },
    shared: some,
  })),
  pick(withoutOptions).map((some) => ({ ...node, configuration: older, shared: some })),
  fc.constantFrom(older, newer).map((configuration) => ({ ...node, ...tap, configuration, shared: cpri })),
);

function pick(all: Dictionary): fc.Arbitrary<Dictionary> {
  return fc.subarray(Object.keys(all)).map((keys) => {
    const kept = Object.keys(all).filter((key) => key === "RU" || keys.includes(key));
    return Object.fromEntries(kept.map((key) => [key, all[key]]));
  });
}

const ofSchema = {
  enb: valuesOf(makeJsonSchema("enb")),
  shared: valuesOf(makeJsonSchema("shared")),
};

/** One place of a file has a value of its schema, or any. */
const anyValue = fc.oneof(
  fc.constantFrom<Value>(null, "", 0, -1, 1e9, 1.5, true, [], {}, "0x1", "00101", "127.0.0.1", "${a:b}"),
  fc.jsonValue({ maxDepth: 1 }),
);

/** A key that no parameter has. */
export const unknownKey = "no_such_parameter";

export type RandomFile = {
  readonly instance: Dictionary;
  /** Where {@link unknownKey} was put; null where it was not. */
  readonly unknownAt: readonly string[] | null;
};

export const randomFiles: fc.Arbitrary<RandomFile> = fc.oneof(
  { weight: 1, arbitrary: good.map(keep) },
  { weight: 3, arbitrary: mutated(good) },
  {
    weight: 1,
    arbitrary: fc
      .record({
        configuration: ofSchema.enb,
        shared: fc.dictionary(fc.constantFrom("A", "b", "RU"), ofSchema.shared, { maxKeys: 3 }),
      })
      .map((instance) => keep({ ...node, ...instance })),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(good, ofSchema.enb, ofSchema.shared, fc.nat(), fc.nat()).map(mixIn),
  },
  { weight: 2, arbitrary: fc.tuple(good, fc.nat()).map(([instance, at]) => addUnknown(instance, at)) },
);

function keep(instance: Dictionary): RandomFile {
  return { instance, unknownAt: null };
}

/** Some parameters of a random configuration and a random shared instance, in good ones. */
function mixIn([instance, configuration, one, at, count]: [
  Dictionary,
  Value,
  Value,
  number,
  number,
]): RandomFile {
  const few = Object.entries(configuration as Dictionary).filter((_, index) => (index + at) % 7 <= count % 3);
  const own = { ...(instance.configuration as Dictionary), ...Object.fromEntries(few) };
  return keep({ ...instance, configuration: own, shared: { ...(instance.shared as Dictionary), Z: one } });
}

function mutated(base: fc.Arbitrary<Dictionary>): fc.Arbitrary<RandomFile> {
  const step = fc.tuple(fc.nat(), fc.oneof(fc.constant(undefined), anyValue));
  return fc
    .tuple(base, fc.array(step, { minLength: 1, maxLength: 3 }))
    .map(([instance, steps]) =>
      keep(steps.reduce((changed, [at, value]) => change(changed, at, value), instance)),
    );
}

/** The place by its number has another value; undefined: nothing. */
function change(instance: Dictionary, at: number, value: Value): Dictionary {
  const places = listPlaces(instance).filter((path) => path.length > 1);
  const path = places[at % Math.max(1, places.length)];
  return path === undefined ? instance : (setAt(instance, path, value) as Dictionary);
}

/** Into a dictionary of parameters: not among references, nor among the names of a list. */
function addUnknown(instance: Dictionary, at: number): RandomFile {
  const places = listPlaces(instance).filter(
    (path) =>
      isDictionary(getAt(instance, path)) &&
      path.join(".") !== "shared" &&
      !/_list(_5g)?$/.test(path.at(-1) ?? ""),
  );
  const path = places[at % places.length] ?? ["configuration"];
  return { instance: setAt(instance, [...path, unknownKey], 1) as Dictionary, unknownAt: path };
}

function listPlaces(value: Value, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return path.length === 0 ? [] : [path];
  const inner = Object.entries(value).flatMap(([key, one]) => listPlaces(one, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

function getAt(value: Value, path: readonly string[]): Value {
  return path.reduce<Value>((inner, key) => (inner as Dictionary | undefined)?.[key], value);
}

function setAt(value: Value, [key, ...rest]: readonly string[], to: Value): Value {
  if (key === undefined) return to;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value))
    return value.map((one, index) => (String(index) === key ? setAt(one, rest, to) : one));
  return { ...value, [key]: setAt((value as Dictionary)[key], rest, to) };
}

function isDictionary(value: Value): value is Dictionary {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

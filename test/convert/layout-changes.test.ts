/** What a conversion is said to change is what rendered files show: nothing differs that no change names. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compareSites } from "../../src/convert/compare-sites.ts";
import { listLayoutChanges } from "../../src/convert/layout-changes.ts";
import { caseNames } from "../render/golden-cases.ts";
import { parseAmarisoftCfg } from "../support/amarisoft-cfg.ts";
import { askFor2026, renderSite, siteOf } from "./converted.ts";

type Json = { readonly [key: string]: unknown };

/** Moved from the defaults to the cells with the values that they had, or new with the eNB's own: nothing on the air. */
const silent =
  /(?:sr_period|cipher_algo_pref|integ_algo_pref|dmrs_type_a_pos|ignore_gbr_congestion|rrc_configuration)$|^(?:log_options|nb_cell_list)$/;
/** Of the remote API. */
const beside = /^com_a(?:ddr|uth)/;
/** The same event under another name. */
const renamed = /\.(?:a3_\w+|eutra_handover|nr_handover)$/;
/** From the defaults into each cell; where the value is another, a change says so. */
const moved = /^cell_(?:list|default)\.cqi_period$|^nr_cell_(?:list|default)\.prach\.prach_config_index$/;

describe.each(caseNames)("the reference case %s", (name) => {
  const instance = JSON.parse(
    readFileSync(join(import.meta.dirname, "../golden", `${name}.json`), "utf8"),
  ).instance;

  test("differs between the layouts in nothing that no change names", async () => {
    const [before, after] = [await siteOf(JSON.stringify(instance)), await siteOf(askFor2026(instance))];
    const differing = findDifferences(parseCfg(renderSite(before)), parseCfg(renderSite(after)));
    expect(differing.length).toBeGreaterThan(10);
    const named = listLayoutChanges(before, after).flatMap(({ settings }) => settings);
    const unnamed = differing.filter(
      (path) =>
        ![silent, beside, renamed, moved].some((known) => known.test(path)) &&
        !named.some((setting) => path.startsWith(setting) || path.endsWith(setting)),
    );
    expect(unnamed).toEqual([]);
  });

  test("shows each change that is said in a setting", async () => {
    const [before, after] = [await siteOf(JSON.stringify(instance)), await siteOf(askFor2026(instance))];
    const [old, made] = [renderSite(before), renderSite(after)];
    const differing = [
      ...findDifferences(parseCfg(old), parseCfg(made)),
      ...Object.keys(old).filter((path) => old[path] !== made[path]),
    ];
    for (const { what, settings } of listLayoutChanges(before, after)) {
      for (const setting of settings.slice(0, 1)) {
        const shown = differing.some((path) => path.startsWith(setting) || path.endsWith(setting));
        const whole = differing.some((path) => setting.startsWith(path));
        expect(shown || whole, `${what}: ${setting}`).toBe(true);
      }
    }
  });

  test("has stayed what it was, but for the remote API where a password was given", async () => {
    const [before, after] = [await siteOf(JSON.stringify(instance)), await siteOf(askFor2026(instance))];
    const { stays, moves } = compareSites(before, after);
    expect(stays.length + moves.length).toBe(10);
    expect(moves.map(({ what }) => what)).toEqual(
      instance.configuration.websocket_password ? ["address of the remote API"] : [],
    );
  });
});

describe("the values of the 2024 layout that changes are told against", () => {
  test("are those of its templates", async () => {
    const instance = JSON.parse(
      readFileSync(join(import.meta.dirname, "../golden/two-lopcomm.json"), "utf8"),
    ).instance;
    const [before, after] = [await siteOf(JSON.stringify(instance)), await siteOf(askFor2026(instance))];
    const cfg = parseCfg(renderSite(before)) as Record<string, Record<string, Json>>;
    const said = new Map(listLayoutChanges(before, after).map(({ what, before: was }) => [what, was]));
    const told = (block: string, event: string) => {
      const of = cfg[block]?.meas_config_desc as Json;
      const at = (key: string) => of[`${event}_${key}`];
      return `${at("rsrp")} dBm, hysteresis ${Number(at("hysteresis")) / 2} dB, ${at("time_to_trigger")} ms`;
    };
    expect(said.get("NR A1")).toBe(told("nr_cell_default", "a1"));
    expect(said.get("NR A2")).toBe(told("nr_cell_default", "a2"));
    expect([told("cell_default", "a1"), told("cell_default", "a2")]).toEqual([
      "-70 dBm, hysteresis 0 dB, 640 ms",
      "-80 dBm, hysteresis 0 dB, 640 ms",
    ]);
    expect(said.get("NR measurement gap")).toBe(
      `pattern ${cfg.nr_cell_default?.meas_gap_config?.pattern_id}`,
    );
    expect(said.get("LTE measurement gap")).toBe("pattern 0");
    expect(said.get("NR uplink power control")).toBe(
      `towards ${cfg.nr_cell_default?.pusch?.dpc_snr_target} dB`,
    );
  });
});

function parseCfg(files: Readonly<Record<string, string>>): unknown {
  return parseAmarisoftCfg(files["enb.cfg"] ?? "");
}

/** Paths of settings, lists without their indexes, each once. */
function findDifferences(before: unknown, after: unknown, path: readonly string[] = []): string[] {
  return [...new Set(compare(before, after, path))];
}

function compare(before: unknown, after: unknown, path: readonly string[]): string[] {
  if (isList(before) && isList(after) && before.length === after.length && before.every(isDictionary)) {
    return before.flatMap((one, index) => compare(one, after[index], path));
  }
  if (isDictionary(before) && isDictionary(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => compare(before[key], after[key], [...path, key]));
  }
  // an empty list asks for nothing
  return JSON.stringify(before ?? []) === JSON.stringify(after ?? []) ? [] : [path.join(".")];
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isDictionary(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

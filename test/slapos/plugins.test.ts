/** Promises of slapos.toolbox run for every Radio Unit, against a log of the eNB's statistics. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { formatLogEntry } from "../../src/output/log.ts";
import { temporaryFolder } from "../commands/ors.ts";
import { repository, slaposEnvironment } from "./environment.ts";

const folder = temporaryFolder();
let bin = "";
let unavailable: string | null = null;

beforeAll(async () => {
  const environment = await slaposEnvironment();
  bin = environment.bin;
  unavailable = environment.missing;
}, 300_000);

beforeEach((context) => {
  if (unavailable !== null) context.skip(unavailable);
});

describe("rx_saturated", () => {
  const radioUnits = JSON.stringify([
    ["RU 1", [0, 1]],
    ["RU2", [2]],
  ]);
  const rx = (...levels: number[]) => ({ samples: { rx: levels.map((max) => ({ max })) } });
  const sense = (...entries: object[]) =>
    said("rx_saturated", { "radio-units": radioUnits, "max-rx-sample-db": "-1" }, entries);

  it("names the Radio Unit that is saturated", () => {
    expect(sense(rx(-20, -20, -0.5))).toEqual([
      ["INFO", '"RU 1": No saturation detected on RX antennas'],
      ["ERROR", '"RU2": RX antennas saturated, please lower rx_gain'],
    ]);
  });

  it("does not stumble over what was logged before a Radio Unit was added", () => {
    expect(sense(rx(-20, -20), rx(-20, -20, -20))).toEqual([
      ["INFO", '"RU 1": No saturation detected on RX antennas'],
      ["INFO", '"RU2": No saturation detected on RX antennas'],
    ]);
    expect(sense(rx(-20, -20))[1]).toEqual(["ERROR", '"RU2": No RX samples data available']);
  });
});

it("cpri_lock names the link that is not locked", () => {
  const rf_info = [
    "TRX SDR driver",
    "PCIe CPRI /dev/sdr0@1:",
    "  CPRI_option: '5' lock=HW+SW",
    "PCIe CPRI /dev/sdr0@2:",
    "  CPRI_option: '5' lock=SW",
  ].join("\n");
  expect(said("cpri_lock", { "cpri-links": "[[0,1],[0,2],[1,0]]" }, [{ rf_info }])).toEqual([
    ["INFO", "/dev/sdr0@1: CPRI locked"],
    ["ERROR", "/dev/sdr0@2: HW Lock is missing"],
    ["ERROR", "/dev/sdr1@0: rf_info: no device entry"],
  ]);
});

const script = `
import json, sys
sys.path.insert(0, sys.argv[1])
import importlib
folder = sys.argv[3]
config = dict(json.loads(sys.argv[4]), queue=1, name='one.py', path='/one.py',
              **{'partition-folder': folder, 'log-folder': folder, 'stats-period': '60'})
promise = importlib.import_module('ors_recipe.promise.' + sys.argv[2]).RunPromise(config)
promise.sense()
print(json.dumps([[one['status'], one['message']] for one in promise.getLastPromiseResultList()[0]]))
`;
let count = 0;

/** Level and text of each line that a promise says of a log with these entries, oldest first. */
function said(module: string, parameters: Record<string, string>, entries: readonly object[]): unknown[] {
  count += 1;
  const own = join(folder, String(count));
  mkdirSync(own);
  const log = join(own, "enb-stats.log");
  const lines = entries.map((data) => formatLogEntry(new Date(), { level: "INFO", message: "", data }));
  writeFileSync(log, `${lines.join("\n")}\n`);
  const recipe = join(repository, "software-release/recipe");
  const given = JSON.stringify({ ...parameters, "amarisoft-stats-log": log });
  const run = spawnSync(
    join(bin, "python"),
    ["-B", "-W", "ignore", "-c", script, recipe, module, own, given],
    {
      encoding: "utf8",
    },
  );
  expect(run.status, run.stderr).toBe(0);
  return JSON.parse(run.stdout);
}

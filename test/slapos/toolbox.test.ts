/** SlapOS's own promises over the log of the eNB's statistics, beside ours: both say the same of it. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { execaSync } from "execa";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { appendLog } from "../../src/output/log.ts";
import { getPromise } from "../../src/promise/promises.ts";
import { temporaryFolder } from "../commands/ors.ts";
import { slaposEnvironment } from "./environment.ts";

const folder = temporaryFolder();
let bin = "";
let unavailable: string | null = null;

beforeAll(async () => {
  const environment = await slaposEnvironment();
  bin = environment.bin;
  unavailable = environment.missing;
}, 900_000);

beforeEach((context) => {
  if (unavailable !== null) context.skip(unavailable);
});

const good = {
  samples: { rx: [{ max: -20 }, { max: -3 }] },
  rf: { rxtx_delay_min: 2.5 },
  rf_info: "Sync: gps (locked)\nPCIe CPRI /dev/sdr0@1:\n  CPRI_option: '5' lock=HW+SW\n",
  s1_list: [{ address: "127.0.1.100:36412", state: "setup_done" }],
  ng_list: [{ address: "[2001:db8::1]:38412", state: "setup_done" }],
};
const bad = {
  samples: { rx: [{ max: -20 }, { max: 0 }] },
  rf: { rxtx_delay_min: 4.5 },
  rf_info: "Sync: gps (unlocked)\nPCIe CPRI /dev/sdr0@1:\n  CPRI_option: '5' lock=HW\n",
  s1_list: [{ address: "127.0.1.100:36412", state: "connecting" }],
  ng_list: [],
};

const log = { period: "60" };
const pairs = [
  { ours: "stats-log", options: log, theirs: "check_amarisoft_stats_log", config: {} },
  {
    ours: "cpri-lock",
    options: { ...log, links: "/dev/sdr0@1" },
    theirs: "check_cpri_lock",
    config: { sdr_dev: "0", sfp_port: "1" },
  },
  {
    ours: "rx-saturated",
    options: { ...log, max: "0", receivers: '[["RU1", [0, 1]]]' },
    theirs: "check_rx_saturated",
    config: { "rf-rx-chan-list": "[0, 1]", "max-rx-sample-db": "0" },
  },
  {
    ours: "baseband-latency",
    options: { ...log, min: "0" },
    theirs: "check_baseband_latency",
    config: { "min-rxtx-delay": "0" },
  },
  {
    ours: "core-network",
    options: { ...log, mmes: "127.0.1.100", amfs: "[2001:db8::1]" },
    theirs: "check_core_network",
    config: { "mme-list": ["127.0.1.100"], "amf-list": ["2001:db8::1"] },
  },
  { ours: "gps-lock", options: log, theirs: "check_gps_lock", config: {} },
];

const script = `
import importlib, json, sys
log, work = sys.argv[1:3]
answers = []
for name, given in json.load(sys.stdin):
    config = dict(given, queue=1, name=name + '.py', path='/' + name + '.py',
                  **{'partition-folder': work, 'log-folder': work, 'amarisoft-stats-log': log, 'stats-period': '60'})
    promise = importlib.import_module('slapos.promise.plugin.' + name).RunPromise(config)
    promise.sense()
    answers.append(not any(one['status'] == 'ERROR' for one in promise.getLastPromiseResultList()[0]))
print(json.dumps(answers))
`;

it.each([
  ["all is well", good],
  ["all is wrong", bad],
])("each says so where %s", async (name, data) => {
  const work = join(folder, name);
  mkdirSync(work);
  const path = join(work, "enb-stats.log");
  // check_rx_saturated passes over the newest line
  for (const ageMs of [1000, 0])
    appendLog(path, new Date(Date.now() - ageMs), { level: "INFO", message: "", data });
  const { stdout } = execaSync(join(bin, "python"), ["-W", "ignore", "-c", script, path, work], {
    input: JSON.stringify(pairs.map(({ theirs, config }) => [theirs, config])),
  });
  const theirs: readonly boolean[] = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  const ours = await Promise.all(
    pairs.map(async (pair) => (await getPromise(pair.ours).check({ log: path, ...pair.options })).holds),
  );
  expect(ours).toEqual(theirs);
  // that there are lines is well in both
  expect(theirs).toEqual(pairs.map(({ ours: own }) => data === good || own === "stats-log"));
});

/** Metrics as prometheus_client reads them: its parsers, from PyPI, are in an environment below `.setup/`. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { type Captures, endCaptures } from "../../src/link/switch/capture/serve-captures.ts";
import { answerCapture } from "../../src/link/switch/control/answer-capture.ts";
import { formatSwitchMetrics } from "../../src/link/switch/figures/describe-metrics.ts";
import { findMetricsFormat, type MetricsFormat } from "../../src/report/metrics/metrics-format.ts";
import { formatWatchMetrics } from "../../src/watch/publish/metrics.ts";
import { createReader } from "../link/capture-reader.ts";
import { createMemorySwitch } from "../vlan/memory-switch.ts";
import { exampleStatus as status } from "../watch/example-status.ts";

const clientVersion = "0.23.1";
const environment = resolve(".setup", `prometheus_client-${clientVersion}`);
const python = resolve(environment, "bin/python");
const parsers = {
  prometheus: "prometheus_client.parser",
  openmetrics: "prometheus_client.openmetrics.parser",
};
const script = `
import importlib, json, sys
families = importlib.import_module(sys.argv[1]).text_string_to_metric_families(sys.stdin.read())
print(json.dumps([[f.name, f.type, f.documentation, [[s.name, s.labels, s.value] for s in f.samples]] for f in families]))
`;

type Family = [name: string, type: string, help: string, samples: [string, Record<string, string>, number][]];

beforeAll(async () => {
  if (existsSync(resolve(environment, "installed"))) return;
  await execa("python3", ["-m", "venv", "--clear", environment]);
  await execa(python, ["-m", "pip", "install", "--quiet", `prometheus_client==${clientVersion}`]);
  await execa("touch", [resolve(environment, "installed")]);
});

async function parse(text: string, format: MetricsFormat): Promise<Family[]> {
  const { stdout } = await execa(python, ["-c", script, parsers[format]], { input: text });
  return JSON.parse(stdout);
}

const expected: Readonly<Record<string, number>> = {
  ors_watch_up: 1,
  ors_watch_written_timestamp_seconds: Date.parse("2026-11-21T09:05:00Z") / 1000,
  ors_watch_start_time_seconds: Date.parse("2026-11-21T09:00:00Z") / 1000,
  ors_watch_subtaps: 8,
  ors_watch_taken_down: 1,
  ors_watch_plan_invalid: 0,
  ors_watch_last_resynchronisation_timestamp_seconds: Date.parse("2026-11-21T09:04:00.5Z") / 1000,
  ors_watch_last_healed_timestamp_seconds: Date.parse("2026-11-21T09:03:00Z") / 1000,
  ors_watch_queue_length: 4,
  ors_watch_resynchronisations_total: 3,
  ors_watch_losses_total: 1,
  ors_watch_messages_total: 1234,
  ors_watch_healed_total: 5,
  ors_watch_changes_total: 17,
  ors_watch_applied_total: 1,
  ors_watch_failures_total: 2,
};

describe.each<[MetricsFormat]>([["prometheus"], ["openmetrics"]])("in the format %s", (format) => {
  test("captures of a port of the switch are counted with what they lost, also once they have ended", async () => {
    const memory = createMemorySwitch();
    await memory.configure({ a: { access: 10 }, b: { access: 10 } }, { ageing: 300 });
    const captures: Captures = new Map();
    for (const way of ["both", "in", "out"])
      answerCapture(memory.switch, captures, createReader(), `? capture ${way} 0 a`);
    const frame = Buffer.from(`ffffffffffff020000000001${"00".repeat(1400)}`, "hex");
    const frames = 8000;
    for (let number = 0; number < frames; number++) memory.receive("a", frame);
    const read = async () => {
      const families = await parse(formatSwitchMetrics(memory.switch, format), format);
      const samples = families.flatMap(([, , , some]) => some);
      return (name: string, port: string) =>
        samples.find((one) => one[0] === `ors_switch_${name}` && one[1].port === port)?.[2];
    };
    const running = await read();
    const [noted = 0, lost = 0] = ["captured_frames_total", "capture_lost_frames_total"].map((name) =>
      running(name, "a"),
    );
    expect(lost).toBeGreaterThan(0);
    // by the two that want frames that come in
    expect(noted + lost).toBe(2 * frames);
    expect([running("captures", "a"), running("captures", "b")]).toEqual([3, 0]);
    expect([running("captured_frames_total", "b"), running("capture_lost_frames_total", "b")]).toEqual([
      0, 0,
    ]);
    endCaptures(captures);
    const ended = await read();
    expect([ended("captures", "a"), ended("captured_frames_total", "a")]).toEqual([0, noted]);
    expect(ended("capture_lost_frames_total", "a")).toBe(lost);
  });

  test("every metric has its type, its help and its value", async () => {
    const families = await parse(formatWatchMetrics(status, format), format);
    const samples = families.flatMap(([, , , some]) => some);
    const single = samples.filter(([name]) => name !== "ors_watch_condition");
    expect(Object.fromEntries(single.map(([name, , value]) => [name, value]))).toEqual(expected);
    for (const [name, type, help, [sample]] of families) {
      expect(type, name).toBe(sample?.[0].endsWith("_total") ? "counter" : "gauge");
      expect(help, name).toMatch(/^[A-Z0-9].*\.$/);
      expect(sample?.[1], name).toMatchObject({ slaptap: "slaptap16" });
    }
  });

  test("one condition is 1 and the others are 0", async () => {
    const families = await parse(formatWatchMetrics({ ...status, condition: "blocked" }, format), format);
    const conditions = families.find(([name]) => name === "ors_watch_condition")?.[3] ?? [];
    expect(conditions.map(([, { condition }, value]) => [condition, value])).toEqual([
      ["in sync", 0],
      ["healing", 0],
      ["blocked", 1],
      ["failing", 0],
      ["looking", 0],
    ]);
  });

  test("what has not happened yet has no sample, and a name comes through whatever is in it", async () => {
    const given = { ...status, lastHealed: null, slaptap: 'tap"\\\n', alive: false };
    const families = await parse(formatWatchMetrics(given, format), format);
    const samples = new Map(families.map(([name, , , some]) => [name, some]));
    expect(samples.get("ors_watch_last_healed_timestamp_seconds")).toEqual([]);
    expect(samples.get("ors_watch_up")).toEqual([["ors_watch_up", { slaptap: 'tap"\\\n' }, 0]]);
  });
});

test.each([
  ["var/ors.prom", "prometheus"],
  ["ors.om", "openmetrics"],
  ["ors.txt", null],
  ["prom", null],
  ["ors.prom.new", null],
])("the file %s is written in the format %s", (path, format) => {
  expect(findMetricsFormat(path)).toBe(format);
});

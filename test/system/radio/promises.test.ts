/** SlapOS's own promises over our logs, held against what is really so. */
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Alarm, type Alarms, getAlarmKey } from "../../../src/mplane/alarms.ts";
import { logReply, logRequest } from "../../../src/mplane/logs/log-reply.ts";
import { openRadioUnitLogs, type RadioUnitLogs } from "../../../src/mplane/logs/radio-unit-logs.ts";
import { createStatsLog } from "../../../src/mplane/logs/stats-log.ts";
import { namespaces } from "../../../src/netconf/namespaces.ts";
import { makeElement } from "../../../src/netconf/xml/element.ts";
import { slaposEnvironment } from "../../slapos/environment.ts";
import { type Promises, startPromises } from "./ask-promise.ts";

let missing: string | null = null;
let promises: Promises;
let root: string;
let folder: string;

beforeAll(async () => {
  const environment = await slaposEnvironment();
  missing = environment.missing;
  if (missing === null) promises = startPromises(environment.bin);
}, 900_000);
afterAll(async () => promises?.close());
beforeEach((context) => {
  if (missing !== null) context.skip(missing);
  root = mkdtempSync(join(tmpdir(), "ors-promises-"));
  folder = root;
  return () => rmSync(root, { recursive: true });
});

const path = (log: string) => join(folder, `RU1-${log}`);
const open = () =>
  openRadioUnitLogs(folder, "RU1", (problem) => {
    throw new Error(problem);
  });

/** Fault-ids and the promises that watch them. */
const watched = [
  [9, "check_oru_vswr"],
  [18, "check_oru_sync"],
  [1001, "check_oru_rssi"],
  [1002, "check_oru_lof"],
  [27, "check_oru_pa_current"],
  [27, "check_oru_pa_output_power"],
] as const;

function makeAlarm(faultId: number, source: string, severity: string): Alarm {
  const leaf = (name: string, text: string) => makeElement(namespaces.faultManagement, name, text);
  const element = makeElement(namespaces.faultManagement, "alarm-notif", [
    leaf("fault-id", String(faultId)),
    leaf("fault-source", source),
    makeElement(namespaces.faultManagement, "affected-objects", [leaf("name", source)]),
    leaf("fault-severity", severity),
    leaf("is-cleared", "false"),
    leaf("fault-text", "an alarm of nobody"),
    leaf("event-time", "1970-01-05T00:38:50Z"),
  ]);
  return { faultId, source, severity, text: "an alarm of nobody", affectedObjects: [source], element };
}

const alarm = fc.record({
  faultId: fc.constantFrom(9, 18, 27, 1001, 1002, 5),
  source: fc.constantFrom("Antport1", "Antport2", "PA0"),
});
const happening = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("raise" as const), alarm }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("clear" as const), alarm }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("warn" as const), alarm }) },
  // percent of the last line that a kill leaves
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("kill" as const),
      left: fc.integer({ min: 0, max: 99 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("rotate" as const) }) },
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** Each alarm that comes and goes on its own, until the log has moved on. */
function rotate(logs: RadioUnitLogs, alarms: Alarms): void {
  const log = path("stats.json.log");
  const before = statSync(log).ino;
  const other = makeAlarm(5, "filler", "MINOR");
  while (statSync(log).ino === before) {
    logs.alarms(new Map([...alarms, [getAlarmKey(other), other]]));
    logs.alarms(alarms);
  }
}

/** A kill in the middle of a write: the last line is cut, and a new daemon opens the log. */
function cutLastLine(left: number): void {
  const log = path("stats.json.log");
  const text = readFileSync(log);
  const start = text.subarray(0, -1).lastIndexOf(0x0a) + 1;
  truncateSync(log, start + Math.floor(((text.length - start) * left) / 100));
}

function happen(logs: RadioUnitLogs, alarms: Map<string, Alarm>, what: Happening): RadioUnitLogs {
  if (what.kind === "rotate") rotate(logs, new Map(alarms));
  if (what.kind === "kill") {
    cutLastLine(what.left);
    const next = open();
    // read anew after the next connect
    next.alarms(new Map(alarms));
    return next;
  }
  if (what.kind === "raise" || what.kind === "warn") {
    const { faultId, source } = what.alarm;
    const one = makeAlarm(
      faultId,
      what.kind === "warn" ? "warner" : source,
      what.kind === "warn" ? "WARNING" : "MAJOR",
    );
    alarms.set(getAlarmKey(one), one);
    logs.alarms(new Map(alarms));
  }
  if (what.kind === "clear") {
    alarms.delete(getAlarmKey(what.alarm));
    logs.alarms(new Map(alarms));
  }
  return logs;
}

describe("promises of slapos.toolbox", () => {
  test("tell which alarms are on, through rotations and kills in the middle of a line", async () => {
    const property = fc.asyncProperty(
      fc.array(happening, { minLength: 5, maxLength: 15 }),
      async (happenings) => {
        folder = mkdtempSync(join(root, "run-"));
        const alarms = new Map<string, Alarm>();
        let logs = open();
        for (const what of happenings) {
          logs = happen(logs, alarms, what);
          for (const [faultId, promise] of watched) {
            const isOn = [...alarms.values()].some(
              (one) => one.faultId === faultId && one.severity !== "WARNING",
            );
            const said = await promises.ask(promise, { "netconf-log": path("stats.json.log") });
            expect([promise, said.includes("ERROR"), said.find((text) => text.includes("Error:"))]).toEqual([
              promise,
              isOn,
              undefined,
            ]);
          }
        }
      },
    );
    await fc.assert(property, { numRuns: 12 });
  });

  test("tell whether a Radio Unit is subscribed, at once when it is not any more", async () => {
    const stats = createStatsLog(open(), "('fd00::1', 830)");
    const say = () => promises.ask("check_oru_stats_log", { "stats-log": path("stats.log") });
    expect(await say()).toEqual(["ERROR"]);
    stats.say("INFO", "Subscription to ('fd00::1', 830) successful", true);
    expect(await say()).toEqual(["INFO"]);
    for (let line = 0; line < 30; line++) stats.say("ERROR", `a difference ${line}`, true);
    expect(await say()).toEqual(["INFO"]);
    stats.say("WARNING", "session lost: read ECONNRESET", false);
    stats.sayLost(lostSession);
    expect(await say()).toEqual(["ERROR"]);
    stats.say("INFO", "Subscription to ('fd00::1', 830) successful", true);
    expect(await say()).toEqual(["INFO"]);
  });

  test("tell whether the last configuration was taken", async () => {
    const logs = open();
    const say = () => promises.ask("check_oru_config_log", { "config-log": path("config.log") });
    const edit = { kind: "edit-config", step: "processing element", config: "", aside: false } as const;
    const refusal = {
      tag: "invalid-value",
      severity: "error",
      path: "",
      message: "größer als erlaubt",
    } as const;
    const reply = (errors: readonly (typeof refusal)[]) => ({
      messageId: "1",
      errors,
      warnings: [],
      content: [],
    });
    logRequest(logs, edit);
    logReply(logs, edit, reply([]));
    expect(await say()).not.toContain("ERROR");
    logRequest(logs, edit);
    logReply(logs, edit, reply([refusal]));
    expect(await say()).toContain("ERROR");
    logRequest(logs, edit);
    logReply(logs, edit, reply([]));
    expect(await say()).not.toContain("ERROR");
  });
});

const lostSession = {
  seconds: 5,
  resets: 1,
  maxResetLateSeconds: 0,
  connects: 1,
  pauseSeconds: 1,
  status: {
    ru: "RU1",
    tap: "slaptap0-1",
    host: "fd00::1",
    mac_addr: "00:0a:45:00:00:01",
    state: "in service",
    age: 5,
    problem: null,
    firmware: null,
    product_code: null,
    serial_number: null,
    read_at: null,
    restart_cause: null,
    configuration_age: 5,
    differences: [],
    alarms: [],
    alarms_are_current: true,
  },
} as const;

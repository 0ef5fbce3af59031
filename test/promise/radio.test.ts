/** The promise about Lopcomm Radio Units: what it says of what their daemon wrote. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { judgeRadioUnits, radio } from "../../src/promise/radio.ts";
import { readStartTicks } from "../../src/state/process-identity.ts";
import { temporaryFolder } from "../commands/ors.ts";

const folder = temporaryFolder();
const now = new Date("2026-11-21T12:00:00Z");
const alarm = { fault_id: 18, source: "PTP", severity: "MAJOR", text: "sync lost" };

describe("Radio Units", () => {
  const one = (ru: string, state: string, problem: string | null = null) => ({
    ru,
    state,
    problem,
    age: 3600,
    read_at: "2026-11-20T12:00:00Z" as string | null,
    alarms: [] as (typeof alarm)[],
  });
  const judge = (radioUnits: readonly ReturnType<typeof one>[], written = "2026-11-21T11:59:00Z") =>
    judgeRadioUnits({ written, radio_units: radioUnits }, ["RU1"], now);

  it("hold where each is in service", () => {
    expect(judge([one("RU1", "in service"), one("RU2", "in service")])).toEqual({
      holds: true,
      line: "2 Radio Units are in service",
    });
  });

  it("are named with what each is doing, and why", () => {
    expect(
      judge([
        one("RU1", "in service"),
        one("RU2", "absent", "connect EHOSTUNREACH"),
        one("RU3", "resetting"),
      ]),
    ).toMatchObject({
      holds: false,
      line: expect.stringMatching(/^"RU2" is absent: connect EHOSTUNREACH; "RU3" is/),
    });
  });

  it("are named with their alarms", () => {
    expect(judge([{ ...one("RU1", "in service"), alarms: [alarm] }])).toMatchObject({
      holds: false,
      line: '"RU1": MAJOR alarm 18 of PTP: sync lost',
    });
  });

  it("are named where the daemon has not taken the plan yet that has them", () => {
    expect(judge([one("RU2", "in service")])).toEqual({
      holds: false,
      line: '"RU1" is not known to the daemon yet',
    });
  });

  it("are waited for while each that is bad has just begun what it does", () => {
    const back = { ...one("RU1", "greeting"), age: 2 };
    const configuring = { ...one("RU2", "configuring"), age: 2, read_at: null };
    expect(judge([back, configuring], "2026-11-21T11:59:58Z")).not.toHaveProperty("isLasting");
    expect(judge([back, { ...configuring, age: 9 }], "2026-11-21T11:59:58Z")).toHaveProperty("isLasting");
  });

  it("are not waited for where one never answered: it has to be given power first", () => {
    const back = { ...one("RU1", "greeting"), age: 2 };
    for (const state of ["greeting", "absent"]) {
      const silent = { ...one("RU2", state), age: 2, read_at: null };
      expect(judge([back, silent], "2026-11-21T11:59:58Z"), state).toHaveProperty("isLasting");
    }
  });

  it("count for nothing where their daemon is stuck", () => {
    expect(judge([one("RU1", "in service")], "2026-11-21T11:58:00Z")).toMatchObject({
      holds: false,
      line: expect.stringMatching(/^the daemon has not written its state since 2026-11-21T11:58:00Z/),
    });
  });
});

describe("the daemon", () => {
  const write = (name: string, document: object) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "radio.json"), JSON.stringify(document));
    return { state: join(folder, name) };
  };
  const own = { version: 1, written: new Date().toISOString(), radio_units: [] };

  it("holds where it runs", async () => {
    const process_ = { pid: process.pid, start_ticks: readStartTicks(process.pid) };
    expect(await radio.check(write("runs", { ...own, ...process_ }))).toMatchObject({ holds: true });
  });

  it("does not where another process has its number, or where it never wrote", async () => {
    expect(await radio.check(write("gone", { ...own, pid: process.pid, start_ticks: 1 }))).toMatchObject({
      holds: false,
      line: expect.stringMatching(
        /^the daemon that wrote at .* has ended: see the log of the service radio$/,
      ),
    });
    expect(await radio.check({ state: folder })).toMatchObject({
      holds: false,
      line: expect.stringMatching(/^no daemon wrote its state to /),
    });
  });
});

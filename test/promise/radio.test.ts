/** The promise about Lopcomm Radio Units: what it says of what their daemon wrote. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { computeFilesDigest } from "../../src/mplane/status/taken-files.ts";
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
    judgeRadioUnits({ written, radio_units: radioUnits }, now);

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

  it("are named in one line, whatever a Radio Unit says", () => {
    const text = "a\nb\u009bc";
    expect(judge([{ ...one("RU1", "absent", text), alarms: [{ ...alarm, text }] }]).line).toBe(
      String.raw`"RU1" is absent: a\nb\u009bc; "RU1": MAJOR alarm 18 of PTP: a\nb\u009bc`,
    );
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

  describe("that runs", () => {
    const files = { plan: join(folder, "plan.json"), rendered: folder };
    const running = { ...own, pid: process.pid, start_ticks: readStartTicks(process.pid) };
    const check = (name: string, taken: object | null | undefined) =>
      radio.check(write(name, { ...running, files: taken }));
    const change = (name: string, content: string) => writeFileSync(join(folder, name), content);

    it("holds while its files are as it has taken them, whatever else lies there", async () => {
      change("plan.json", "{}");
      change("RU1-management.json", "{}");
      const taken = { ...files, digest: computeFilesDigest(files) };
      change("enb.cfg", "another");
      expect(await check("as they are", taken)).toMatchObject({ holds: true });
    });

    it.each(["plan.json", "RU1-management.json", "RU1-cu__config.xml"])(
      "does not while it has not taken another %s, and is waited for",
      async (name) => {
        const taken = { ...files, digest: computeFilesDigest(files) };
        change(name, `another ${name}`);
        expect(await check(`before ${name}`, taken)).toEqual({
          holds: false,
          line: `the daemon has not taken the files in ${folder} as they are now: see the log of the service radio`,
        });
      },
    );

    it("does not while it has not taken that a Radio Unit is gone", async () => {
      change("RU9-management.json", "{}");
      const taken = { ...files, digest: computeFilesDigest(files) };
      rmSync(join(folder, "RU9-management.json"));
      expect(await check("before one is gone", taken)).toMatchObject({ holds: false });
    });

    it("does not before it has read any", async () => {
      expect(await check("none", null)).toMatchObject({
        line: "the daemon has not read its files yet: see the log of the service radio",
      });
    });

    it("is believed where it is of an older program, which does not say what it read", async () => {
      expect(await check("older", undefined)).toMatchObject({ holds: true });
    });
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

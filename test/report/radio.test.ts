/** What is said of Radio Units as text. */
import { describe, expect, it } from "vitest";
import {
  formatRadioAlarmsReport,
  formatRadioDoneReport,
  formatRadioListReport,
  formatRadioShowReport,
  makeRadioAlarmsReport,
  makeRadioDoneReport,
  makeRadioListReport,
  makeRadioShowReport,
  type RadioUnitStatus,
} from "../../src/report/radio.ts";

/** A newline, a colour, the one character that begins a sequence for the terminal, and a turn of the direction. */
const hostile = "a\nb\u001b[31mc\u009bd\u202e";
const harmless = String.raw`a\nb\u001b[31mc\u009bd\u202e`;

const escaped = harmless.replace(/[\\[\]]/g, "\\$&");

const alarm = { fault_id: 18, source: "PTP", severity: "MAJOR", text: "sync lost" };
const one: RadioUnitStatus = {
  ru: "RU1",
  tap: "slaptap0-1",
  host: "2001:db8::1",
  mac_addr: "00:0a:45:00:00:01",
  state: "in service",
  age: 5,
  problem: null,
  firmware: "1005.005",
  product_code: "ORAN",
  serial_number: "7",
  read_at: null,
  restart_cause: null,
  configuration_age: null,
  differences: [],
  alarms: [],
  alarms_are_current: true,
};
const paint = (_: string, text: string) => text;
const list = (radioUnit: RadioUnitStatus) => formatRadioListReport(makeRadioListReport([radioUnit]), paint);

describe("a list of Radio Units", () => {
  it("has a line for each, with its problem and how many alarms are on", () => {
    expect(list(one)).toEqual(['"RU1"  in service  5 s  slaptap0-1  2001:db8::1  1005.005']);
    expect(list({ ...one, alarms: [alarm] })).toEqual([expect.stringMatching(/ {2}1 alarm is on$/)]);
    expect(list({ ...one, state: "absent", problem: "no answer", alarms: [alarm, alarm] })).toEqual([
      expect.stringMatching(/ {2}no answer; 2 alarms are on$/),
    ]);
  });

  it("cannot be broken by what a Radio Unit says", () => {
    expect(list({ ...one, firmware: hostile, problem: hostile })).toEqual([
      expect.stringMatching(new RegExp(`${escaped} +${escaped}$`)),
    ]);
  });
});

it("all that is known of a Radio Unit is a line each, whatever it says of itself", () => {
  const said = {
    problem: hostile,
    firmware: hostile,
    product_code: hostile,
    serial_number: hostile,
    restart_cause: hostile,
    differences: [hostile],
    alarms: [{ ...alarm, severity: hostile, source: hostile, text: hostile }],
  };
  const lines = formatRadioShowReport(makeRadioShowReport({ ...one, ...said }));
  expect(lines.filter((line) => line.includes(harmless))).toHaveLength(7);
  expect(lines.join("")).not.toMatch(/\p{Cc}|\u202e/u);
});

it("alarms, and what was begun, are a line each", () => {
  const alarms = [{ ...alarm, severity: hostile, source: hostile, text: hostile }];
  const report = makeRadioAlarmsReport([{ ...one, alarms, alarms_are_current: false }]);
  expect(formatRadioAlarmsReport(report)).toEqual([
    `"RU1"  ${harmless}  18  ${harmless}  ${harmless} (as last read)`,
  ]);
  expect(formatRadioDoneReport(makeRadioDoneReport([hostile]))).toEqual([harmless]);
});

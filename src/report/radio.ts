/** What `ors radio` says. What a Radio Unit says itself is from outside: as text it is made safe to print. */
import { escapeControls } from "../issue/quote.ts";
import { formatColumns } from "./columns.ts";
import type {
  radioAlarmsDocument,
  radioDoneDocument,
  radioListDocument,
  radioShowDocument,
  radioUnitStatus,
} from "./documents/radio.ts";
import type { Paint } from "./paint.ts";
import { makeReport, type Report } from "./report.ts";

/** What is known of one Radio Unit. */
export type RadioUnitStatus = Report<typeof radioUnitStatus>;
export type RadioListReport = Report<typeof radioListDocument>;
export type RadioShowReport = Report<typeof radioShowDocument>;
export type RadioAlarmsReport = Report<typeof radioAlarmsDocument>;
export type RadioDoneReport = Report<typeof radioDoneDocument>;

export function makeRadioListReport(radioUnits: readonly RadioUnitStatus[]): RadioListReport {
  return makeReport("radio-list", { radio_units: radioUnits }, []);
}

export function makeRadioShowReport(radioUnit: RadioUnitStatus): RadioShowReport {
  return makeReport("radio-show", { radio_unit: radioUnit }, []);
}

export function makeRadioAlarmsReport(radioUnits: readonly RadioUnitStatus[]): RadioAlarmsReport {
  const alarms = radioUnits.flatMap(({ ru, alarms: own, alarms_are_current: is_current }) =>
    own.map((alarm) => ({ ru, ...alarm, is_current })),
  );
  return makeReport("radio-alarms", { alarms }, []);
}

export function makeRadioDoneReport(done: readonly string[]): RadioDoneReport {
  return makeReport("radio-done", { done }, []);
}

/** In service, and without an alarm. */
export function isRadioUnitGood({ state, alarms }: RadioUnitStatus): boolean {
  return state === "in service" && alarms.length === 0;
}

export function formatRadioListReport({ radio_units }: RadioListReport, paint: Paint): string[] {
  if (radio_units.length === 0) return ["no Lopcomm Radio Unit is managed"];
  return formatColumns(radio_units.map((one) => formatRow(one, paint)));
}

export function formatRadioShowReport({ radio_unit: one }: RadioShowReport): string[] {
  const rows: (readonly [string, string])[] = [
    ["Radio Unit", JSON.stringify(one.ru)],
    ["state", `${one.state}, for ${one.age} s`],
    ...(one.problem === null ? [] : [["problem", one.problem] as const]),
    ["TAP", one.tap],
    ["address", one.host],
    ["firmware", one.firmware ?? "not read yet"],
    ["product code", one.product_code ?? "not read yet"],
    ["serial number", one.serial_number ?? "not read yet"],
    ...(one.read_at === null ? [] : [["read at", one.read_at] as const]),
    ...(one.restart_cause === null ? [] : [["restart cause", one.restart_cause] as const]),
    ...one.differences.map((difference) => ["differs", difference] as const),
    ...one.alarms.map(
      (alarm) => ["alarm", `${alarm.severity} ${alarm.fault_id} ${alarm.source}: ${alarm.text}`] as const,
    ),
  ];
  return formatColumns(rows.map(([key, value]) => [key, escapeControls(value)]));
}

export function formatRadioAlarmsReport({ alarms }: RadioAlarmsReport): string[] {
  if (alarms.length === 0) return ["no alarm is on"];
  return formatColumns(
    alarms.map(({ ru, severity, fault_id, source, text, is_current }) =>
      [
        JSON.stringify(ru),
        severity,
        String(fault_id),
        source,
        is_current ? text : `${text} (as last read)`,
      ].map(escapeControls),
    ),
  );
}

export function formatRadioDoneReport({ done }: RadioDoneReport): readonly string[] {
  return done.length === 0 ? ["nothing to do"] : done.map(escapeControls);
}

function formatRow(one: RadioUnitStatus, paint: Paint): string[] {
  const { ru, tap, host, state, age, firmware, problem, alarms } = one;
  const on = alarms.length === 1 ? "1 alarm is on" : `${alarms.length} alarms are on`;
  const notes = [problem, alarms.length === 0 ? null : on].filter((text) => text !== null);
  return [
    JSON.stringify(ru),
    paint(state === "in service" ? "green" : "red", state),
    `${age} s`,
    tap,
    host,
    escapeControls(firmware ?? "-"),
    escapeControls(notes.join("; ")),
  ];
}

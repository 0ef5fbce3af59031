/** The logs of one Radio Unit, in the files and words that SlapOS's promises read. */
import { join } from "node:path";
import { namespaces } from "../../netconf/namespaces.ts";
import type { Notification } from "../../netconf/notification.ts";
import { describeElement } from "../../netconf/xml/describe-element.ts";
import type { XmlElement } from "../../netconf/xml/element.ts";
import { appendLines, formatLogEntry, formatTextLine } from "../../output/log.ts";
import type { LogLimits } from "../../output/rotate-log.ts";
import { type Alarm, type Alarms, getAlarmKey } from "../alarms.ts";
import { describeAlarmLines } from "./alarm-lines.ts";
import { removeCutOffLine } from "./cut-off-line.ts";
import { readAlarmsOn } from "./read-alarms-on.ts";

/** Promises read these files byte by byte: 23 MB take half a minute. */
const limits: LogLimits = { maxBytes: 100_000, maxOlder: 5 };

export type TextLog = "stats" | "config" | "software" | "reset";
export type JsonLog =
  | "stats"
  | "config"
  | "supervision"
  | "supervision-reply"
  | "ncsession"
  | "software"
  | "software-reply";
export type Level = "INFO" | "WARNING" | "ERROR";

export type RadioUnitLogs = {
  readonly text: (log: TextLog, level: Level, lines: readonly string[]) => void;
  readonly notification: (notification: Notification) => void;
  readonly reply: (log: "supervision-reply" | "software-reply", content: readonly XmlElement[]) => void;
  /** Called with what is on; lines are written where that is not what the log says. */
  readonly alarms: (alarms: Alarms) => void;
};

/**
 * @param folder of the logs
 * @param name encoded reference of the Radio Unit
 * @param onProblem told that a log cannot be written; the Radio Unit is supervised all the same
 */
export function openRadioUnitLogs(
  folder: string,
  name: string,
  onProblem: (text: string) => void,
): RadioUnitLogs {
  const append = (file: string, lines: readonly string[]) => {
    try {
      appendLines(join(folder, `${name}-${file}`), lines, limits);
      return true;
    } catch (cause) {
      onProblem(cause instanceof Error ? cause.message : String(cause));
      return false;
    }
  };
  const appendJson = (log: JsonLog, entries: readonly object[]) => {
    const now = new Date();
    return append(
      `${log}.json.log`,
      entries.map((entry) => formatLogEntry(now, { level: "INFO", message: "", data: entry })),
    );
  };
  const alarmLog = join(folder, `${name}-stats.json.log`);
  try {
    removeCutOffLine(alarmLog);
  } catch (cause) {
    onProblem(`${alarmLog}: cannot be written: ${(cause as Error).message}`);
  }
  let written = readAlarmsOn(alarmLog);
  // what its last lines said may have been cut off
  let isBehind = true;
  for (const log of ["stats.log", "config.log", "stats.json.log"]) append(log, []);
  return {
    text: (log, level, lines) => {
      const now = new Date();
      append(
        `${log}.log`,
        lines.map((line) => formatTextLine(now, level, line)),
      );
    },
    notification: (notification) => {
      const log = chooseLog(notification.event);
      // alarms are written as what is on
      if (log !== "stats") appendJson(log, [describeElement(notification.element)]);
    },
    reply: (log, content) => appendJson(log, content.map(describeElement)),
    alarms: (alarms) => {
      const cleared = [...written.values()].filter((alarm) => !alarms.has(getAlarmKey(alarm)));
      const isNew = [...alarms].some(([key, alarm]) => !isSameAlarm(written.get(key), alarm));
      if (isBehind || cleared.length > 0 || isNew)
        isBehind = !appendJson("stats", describeAlarmLines(alarms, cleared));
      written = alarms;
    },
  };
}

function isSameAlarm(a: Alarm | undefined, b: Alarm): boolean {
  return a?.severity === b.severity && a.text === b.text;
}

/** By the event's name; what is not known goes to the log of the configuration. */
function chooseLog({ namespace, name }: XmlElement): JsonLog {
  if (namespace === namespaces.faultManagement && name === "alarm-notif") return "stats";
  if (namespace === namespaces.supervision) return "supervision";
  if (name === "netconf-session-start" || name === "netconf-session-end") return "ncsession";
  return namespace === namespaces.softwareManagement ? "software" : "config";
}

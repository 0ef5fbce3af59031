/** The alarms that a log says are on: what a daemon that starts anew has to take back where they are not. */
import { namespaces } from "../../netconf/namespaces.ts";
import { makeElement } from "../../netconf/xml/element.ts";
import { readIfThere } from "../../output/read-if-there.ts";
import { type Alarms, applyAlarmNotification } from "../alarms.ts";

/** Lines that are cut off or are not an alarm are passed over. */
export function readAlarmsOn(file: string): Alarms {
  let alarms: Alarms = new Map();
  for (const line of (readIfThere(file) ?? "").split("\n")) {
    const event = readEvent(line);
    if (event !== undefined) alarms = applyAlarmNotification(alarms, makeEvent(event));
  }
  return alarms;
}

const leaves = [
  "fault-id",
  "fault-source",
  "fault-severity",
  "is-cleared",
  "fault-text",
  "event-time",
] as const;

function makeEvent(event: Readonly<Record<string, unknown>>) {
  const children = leaves.flatMap((leaf) => {
    const text = event[leaf];
    return typeof text === "string" ? [makeElement(namespaces.faultManagement, leaf, text)] : [];
  });
  return makeElement(namespaces.faultManagement, "alarm-notif", children);
}

function readEvent(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(line)?.data?.notification?.["alarm-notif"] ?? undefined;
  } catch {
    return undefined;
  }
}

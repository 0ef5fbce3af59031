/**
 * Alarms as lines of the log that SlapOS's promises read. They take the newest line of a fault-id, whatever its source, and of
 * power amplifier faults (27) the very last line of the file: so what is on is repeated after each change, cleared alarms first.
 */
import { namespaces } from "../../netconf/namespaces.ts";
import { describeElement } from "../../netconf/xml/describe-element.ts";
import { makeElement, type XmlElement } from "../../netconf/xml/element.ts";
import type { Alarm, Alarms } from "../alarms.ts";

/** Power amplifier faulty (o-ran alarm ids). */
const powerAmplifierFault = 27;

/** Warnings are never cleared (o-ran-fm), so they would be on for ever. */
const neverCleared = "WARNING";

/**
 * What is written after a change: for each fault that is off, a line that says so, then what is on.
 *
 * @param cleared alarms that were on when lines were last written, and are not any more
 * @returns one dictionary a line, as `data` of a log entry
 */
export function describeAlarmLines(alarms: Alarms, cleared: readonly Alarm[]): object[] {
  const on = [...alarms.values()].filter(({ severity }) => severity !== neverCleared).sort(compareForLog);
  const off = cleared.filter(({ severity }) => severity !== neverCleared);
  return [
    ...off.map((alarm) => describeAlarm(alarm, true)),
    ...on.map((alarm) => describeAlarm(alarm, false)),
  ];
}

function compareForLog(a: Alarm, b: Alarm): number {
  const rank = ({ faultId }: Alarm) => (faultId === powerAmplifierFault ? 1 : 0);
  return rank(a) - rank(b) || a.faultId - b.faultId || (a.source < b.source ? -1 : 1);
}

function describeAlarm({ element }: Alarm, isCleared: boolean): object {
  const children = element.children.map((child) =>
    child.name === "is-cleared" ? { ...child, text: String(isCleared) } : child,
  );
  const event: XmlElement = { ...element, name: "alarm-notif", children };
  return describeElement(makeElement(namespaces.notification, "notification", [event]));
}

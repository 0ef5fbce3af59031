/** Alarms of o-ran-fm: what is on, by fault and source. */
import { namespaces } from "../netconf/namespaces.ts";
import { findChildren, getChildText, isElement, type XmlElement } from "../netconf/xml/element.ts";

export type Alarm = {
  readonly faultId: number;
  readonly source: string;
  /** CRITICAL, MAJOR, MINOR or WARNING; whatever the Radio Unit says. */
  readonly severity: string;
  readonly text: string;
  readonly affectedObjects: readonly string[];
  /** The element as it came: later revisions of the module add leaves. */
  readonly element: XmlElement;
};

export type Alarms = ReadonlyMap<string, Alarm>;

/** Alarms of one Radio Unit that are kept: fault-ids are 16 bits wide, and the sender is not trusted. */
export const maxAlarms = 1000;

/** The alarms that are on after a notification; the same map where it says nothing new. */
export function applyAlarmNotification(alarms: Alarms, event: XmlElement): Alarms {
  const alarm = isElement(event, namespaces.faultManagement, "alarm-notif") ? parseAlarm(event) : undefined;
  if (alarm === undefined) return alarms;
  const changed = new Map(alarms);
  const key = getAlarmKey(alarm);
  changed.delete(key);
  if (getChildText(event, "is-cleared") !== "true" && changed.size < maxAlarms) changed.set(key, alarm);
  return changed;
}

/** The alarms of `active-alarm-list`; what is not in it is cleared. */
export function readActiveAlarms(list: XmlElement | undefined): Alarms {
  const entries = list === undefined ? [] : findChildren(list, "active-alarms");
  const on = entries
    .filter((entry) => getChildText(entry, "is-cleared") !== "true")
    .flatMap((entry) => parseAlarm(entry) ?? [])
    .slice(0, maxAlarms);
  return new Map(on.map((alarm) => [getAlarmKey(alarm), alarm]));
}

export function getAlarmKey({ faultId, source }: Pick<Alarm, "faultId" | "source">): string {
  return `${faultId} ${source}`;
}

function parseAlarm(element: XmlElement): Alarm | undefined {
  const faultId = Number(getChildText(element, "fault-id") ?? Number.NaN);
  if (!Number.isInteger(faultId) || faultId < 0 || faultId > 0xffff) return undefined;
  return {
    faultId,
    source: getChildText(element, "fault-source") ?? "",
    severity: getChildText(element, "fault-severity") ?? "",
    text: getChildText(element, "fault-text") ?? "",
    affectedObjects: findChildren(element, "affected-objects").flatMap(
      (object) => getChildText(object, "name") ?? [],
    ),
    element,
  };
}

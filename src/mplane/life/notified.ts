/** Notifications that a life acts on; all of them are logged by the driver. */
import { namespaces } from "../../netconf/namespaces.ts";
import type { Notification } from "../../netconf/notification.ts";
import { isElement } from "../../netconf/xml/element.ts";
import { applyAlarmNotification } from "../alarms.ts";
import type { Life, Step } from "./life.ts";
import { takeSoftwareEvent } from "./software/updating.ts";
import { handleSupervisionNotification } from "./supervision/watchdog.ts";

export function handleNotification(life: Life, { event }: Notification, now: number): Step {
  const heard: Life = { ...life, heardAt: now, warnedOfSilence: false };
  if (isElement(event, namespaces.supervision, "supervision-notification")) {
    return handleSupervisionNotification(heard, now);
  }
  if (isElement(event, namespaces.faultManagement, "alarm-notif")) {
    return { life: { ...heard, alarms: applyAlarmNotification(heard.alarms, event) }, actions: [] };
  }
  return takeSoftwareEvent(heard, event, now);
}

/** Notifications into the logs, as many as a log is for: a Radio Unit may send a thousand each second. */
import type { Notification } from "../../netconf/notification.ts";
import type { RadioUnitLogs } from "./radio-unit-logs.ts";
import type { StatsLog } from "./stats-log.ts";

export type NotificationLog = (notification: Notification, isSupervised: boolean) => void;

/** Notifications that are logged one by one, each second. */
const maxPerSecond = 20;

/** @param peer `('ADDRESS', 830)` */
export function createNotificationLog(logs: RadioUnitLogs, stats: StatsLog, peer: string): NotificationLog {
  let second = 0;
  let count = 0;
  return (notification, isSupervised) => {
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) {
      const leftOut = count - maxPerSecond;
      if (leftOut > 0)
        stats.say("WARNING", `${leftOut} notifications in a second are not logged`, isSupervised);
      [second, count] = [now, 0];
    }
    count++;
    if (count > maxPerSecond) return;
    logs.notification(notification);
    stats.say("INFO", `Got new notification from ${peer}...`, isSupervised);
  };
}

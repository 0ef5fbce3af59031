/**
 * The log of a Radio Unit's sessions. SlapOS's promise calls all well where one of the newest ten lines says that
 * notifications are waited for: so that line follows whatever is said while there is a session, and what is said of a
 * session that was lost takes ten lines.
 */
import type { RadioUnitStatus } from "../../report/radio.ts";
import type { Level, RadioUnitLogs } from "./radio-unit-logs.ts";

export type StatsLog = {
  readonly say: (level: Level, text: string, isSupervised: boolean) => void;
  /** What the session was that was lost. */
  readonly sayLost: (session: LostSession) => void;
};

export type LostSession = {
  readonly seconds: number;
  /** Watchdog resets that went out since the daemon began. */
  readonly resets: number;
  readonly maxResetLateSeconds: number;
  readonly connects: number;
  readonly pauseSeconds: number;
  /** As it was before. */
  readonly status: RadioUnitStatus;
};

/** @param peer `('ADDRESS', 830)` */
export function createStatsLog(logs: RadioUnitLogs, peer: string): StatsLog {
  const waiting = `Waiting for notification from ${peer}...`;
  return {
    say: (level, text, isSupervised) => logs.text("stats", level, isSupervised ? [text, waiting] : [text]),
    sayLost: (session) => logs.text("stats", "INFO", describeLostSession(session)),
  };
}

/** Ten lines with the one that says why it was lost, which stands before them. */
function describeLostSession({ status, ...session }: LostSession): string[] {
  return [
    `the session lasted ${session.seconds} s`,
    `the Radio Unit was ${status.state}`,
    `sessions so far: ${session.connects}`,
    `watchdog resets so far: ${session.resets}`,
    `the latest of them was ${session.maxResetLateSeconds.toFixed(1)} s late`,
    `alarms on: ${status.alarms.length}`,
    `differences of the configuration: ${status.differences.length}`,
    `firmware: ${status.firmware ?? "not known"}`,
    `serial number: ${status.serial_number ?? "not known"}`,
    `Got exception, waiting ${session.pauseSeconds} seconds before reconnecting...`,
  ];
}

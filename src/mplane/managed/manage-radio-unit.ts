/** One managed Radio Unit: its driver, logs, host key, schedule and firmware. */
import { encodeReference } from "../../instance/reference.ts";
import type { RadioUnitStatus } from "../../report/radio.ts";
import { type Driver, driveRadioUnit } from "../drive-radio-unit.ts";
import type { Life } from "../life/life.ts";
import { createAlarmWriter } from "../logs/alarm-writer.ts";
import { createNotificationLog } from "../logs/notification-log.ts";
import { openRadioUnitLogs } from "../logs/radio-unit-logs.ts";
import { createStatsLog } from "../logs/stats-log.ts";
import { createIdentityNote } from "../status/identity.ts";
import { isSamePlace, type Managed } from "./read-managed.ts";
import { createResetSchedule } from "./schedule-resets.ts";
import {
  describeOne,
  formatPeer,
  getDriverOptions,
  type ManageOptions,
  type One,
  type RadioUnitCounts,
} from "./wire-driver.ts";

export type ManagedRadioUnit = {
  readonly managed: () => Managed;
  readonly getLife: () => Life;
  readonly describe: () => RadioUnitStatus;
  readonly counts: RadioUnitCounts;
  readonly send: Driver["send"];
  /** Takes new files without touching the session; false where address or login changed, so that it has to be made anew. */
  readonly accept: (managed: Managed) => boolean;
  readonly close: () => Promise<void>;
};

export function manageRadioUnit(managed: Managed, options: ManageOptions): ManagedRadioUnit {
  const { ru, management } = managed;
  const logs = openRadioUnitLogs(options.logFolder, encodeReference(ru), (text) =>
    options.log("ERROR", text),
  );
  const peer = formatPeer(managed);
  const stats = createStatsLog(logs, peer);
  const one: One = {
    present: managed,
    logs,
    stats,
    logNotification: createNotificationLog(logs, stats, peer),
    session: null,
    counts: { connects: 0, resets: 0, maxResetLateSeconds: 0 },
    alarms: createAlarmWriter(logs),
    identity: createIdentityNote(options.findIdentity(ru, management.mac_addr)),
  };
  const driver = driveRadioUnit(managed.wanted, getDriverOptions(one, options));
  const schedule = createResetSchedule(() => resetBySchedule(one, driver));
  schedule.set(management.reset_schedule);
  return {
    managed: () => one.present,
    getLife: driver.getLife,
    describe: () => describeOne(one, driver.getLife()),
    counts: one.counts,
    send: driver.send,
    accept: (next) => {
      if (!isSamePlace(one.present, next)) return false;
      one.present = next;
      schedule.set(next.management.reset_schedule);
      driver.send({ type: "wanted", wanted: next.wanted });
      return true;
    },
    close: async () => {
      schedule.close();
      one.alarms.close();
      await driver.close();
    },
  };
}

/** A Radio Unit that is away is not restarted later, at an hour that nobody chose. */
function resetBySchedule({ logs }: One, driver: Driver): void {
  if (driver.getLife().watchdog === null) {
    logs.text("reset", "WARNING", ["reset by schedule left out: the Radio Unit is not connected"]);
    return;
  }
  logs.text("reset", "INFO", ["reset by schedule"]);
  driver.send({ type: "asked", asked: { kind: "reset" } });
}

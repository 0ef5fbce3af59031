/** Resets by schedule: crontab(5) in local time. */
import type { Cron } from "croner";

export type ResetSchedule = {
  /** Another schedule in place of the one before; null for none. */
  readonly set: (schedule: string | null) => void;
  readonly close: () => void;
};

/** Calls `reset` at each time of a schedule that is set. croner is loaded with the first one. */
export function createResetSchedule(reset: () => void): ResetSchedule {
  let present: string | null = null;
  let job: Cron | undefined;
  const stop = () => {
    job?.stop();
    job = undefined;
  };
  return {
    set: (schedule) => {
      if (schedule === present) return;
      present = schedule;
      stop();
      if (schedule === null) return;
      void import("croner").then(({ Cron: Schedule }) => {
        // another one may have been set meanwhile
        if (present !== schedule) return;
        stop();
        job = new Schedule(schedule, scheduleOptions, reset);
      });
    },
    close: () => {
      present = null;
      stop();
    },
  };
}

/** The rules of vixie cron: of a day of the month and a day of the week either is enough. */
const scheduleOptions = { unref: true, catch: true } as const;

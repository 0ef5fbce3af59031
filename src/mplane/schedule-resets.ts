/** Resets by schedule: crontab(5) in local time. */
import type { Cron } from "croner";

/**
 * Calls `reset` at each time of the schedule. croner knows the rules of vixie cron: of a day of the month and a day of the week either
 * is enough, a time that a clock change leaves out is made up for, one that it repeats comes once.
 *
 * @returns what ends it
 */
export async function scheduleResets(schedule: string, reset: () => void): Promise<() => void> {
  const { Cron: Schedule } = await import("croner");
  const job: Cron = new Schedule(schedule, { unref: true, catch: true }, reset);
  return () => job.stop();
}

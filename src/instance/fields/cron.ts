/** The syntax of a cron schedule: crontab(5), five fields or a nickname. */
import * as z from "zod";
import type { Range } from "../limits.ts";
import { addUnit, type FieldMeta } from "./field.ts";

type CronField = Range & { readonly names: readonly string[] };

const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const cronFields: readonly CronField[] = [
  { min: 0, max: 59, names: [] },
  { min: 0, max: 23, names: [] },
  { min: 1, max: 31, names: [] },
  { min: 1, max: 12, names: monthNames },
  { min: 0, max: 7, names: dayNames },
];

const nicknames = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

export function cronSchedule(meta: FieldMeta) {
  const expected = 'a cron schedule: minute, hour, day of month, month, day of week, such as "0 3 * * *"';
  return z.string(expected).refine(isCronSchedule, expected).meta(addUnit(meta));
}

/** Whether a text is five fields within their ranges, or a nickname other than `@reboot`. */
export function isCronSchedule(schedule: string): boolean {
  if (nicknames.includes(schedule)) return true;
  const fields = schedule.split(/[ \t]+/);
  return (
    fields.length === cronFields.length && cronFields.every((field, i) => isList(fields[i] ?? "", field))
  );
}

function isList(list: string, field: CronField): boolean {
  return list.split(",").every((item) => isItem(item, field));
}

/** A star, a value or a range; a star and a range may have a step. */
function isItem(item: string, field: CronField): boolean {
  const [, from, to, step] = /^(\*|\w+)(?:-(\w+))?(?:\/([1-9]\d*))?$/.exec(item) ?? [];
  if (from === undefined) return false;
  if (from === "*") return to === undefined && isStep(step, field);
  const first = parseNumber(from, field);
  if (to === undefined) return first !== undefined && step === undefined;
  const last = parseNumber(to, field);
  return first !== undefined && last !== undefined && first <= last && isStep(step, field);
}

function isStep(step: string | undefined, field: CronField): boolean {
  return step === undefined || Number(step) <= field.max;
}

function parseNumber(value: string, { min, max, names }: CronField): number | undefined {
  const named = names.indexOf(value.toLowerCase());
  if (named >= 0) return named + min;
  if (!/^\d{1,2}$/.test(value)) return undefined;
  const number = Number(value);
  return number >= min && number <= max ? number : undefined;
}

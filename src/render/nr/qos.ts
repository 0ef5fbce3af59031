/** Priority levels and averaging windows of 5QIs: TS 23.501 table 5.7.4-1. */

/** `averagingWindow` in ms; null where no bit rate is guaranteed. */
export type Qos = { readonly priorityLevel: number; readonly averagingWindow: number | null };

// biome-ignore format: a row of the table is a line
const guaranteed: ReadonlyMap<number, number> = new Map([[1, 20], [2, 40], [3, 30], [4, 50], [65, 7], [66, 20], [67, 15]]);
// biome-ignore format: a row of the table is a line
const others: ReadonlyMap<number, number> = new Map([[5, 10], [6, 60], [7, 70], [8, 80], [9, 90], [10, 90], [69, 5], [70, 55]]);

/** ms */
const averagingWindow = 2000;

/** Null for a 5QI that no bearer here has. */
export function getQos(fiveQi: number): Qos | null {
  const rate = guaranteed.get(fiveQi);
  if (rate !== undefined) return { priorityLevel: rate, averagingWindow };
  const priorityLevel = others.get(fiveQi);
  return priorityLevel === undefined ? null : { priorityLevel, averagingWindow: null };
}

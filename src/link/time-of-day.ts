/** Time of day as capture files note it: in ms since 1970, finer than Date.now(), and it never goes back. */
export function readTimeOfDay(): number {
  return performance.timeOrigin + performance.now();
}

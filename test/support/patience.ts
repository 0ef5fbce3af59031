/**
 * How long a test waits for what comes within a second where nothing else runs: only what never comes takes that long.
 * Less than a test may take, so that it fails with what it waited for.
 */
export const patienceMs = 60_000 * timesSlower();

/** How much slower this machine is than any that the tests are for: a guest without KVM says so in ORS_SLOWER. */
export function timesSlower(): number {
  return Number(process.env.ORS_SLOWER ?? 1);
}

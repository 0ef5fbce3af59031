/** Times of the M-plane, in milliseconds of a clock that does not jump. */
export const mplaneTimers = {
  /** `supervision-notification-interval` of o-ran-supervision, and our own pause between two resets without one. */
  supervisionIntervalMs: 60_000,
  /** `guard-timer-overhead`: the Radio Unit waits that much longer before it restarts. */
  guardMs: 10_000,
  /** A watchdog reset without a reply counts as lost after this, and the next one goes out at once. */
  watchdogReplyMs: 5_000,
  /** Lost resets in a row that end the session. */
  maxLostResets: 2,
  connectMs: 1_000,
  /** Silence until TCP probes, once a second, ten times. */
  keepAliveMs: 5_000,
  sshMs: 30_000,
  helloMs: 30_000,
  getMs: 30_000,
  editMs: 60_000,
  startOperationMs: 30_000,
  /** While nothing answers. */
  dialPauseMs: 1_000,
  /** After sessions that were lost while something was read or delivered. */
  maxDialPauseMs: 60_000,
  /** After a refused password or host key: accounts get locked. */
  minRefusedPauseMs: 60_000,
  maxRefusedPauseMs: 600_000,
  /** After a configuration that was refused or is not what was read back. */
  minRetryPauseMs: 10_000,
  maxRetryPauseMs: 600_000,
  /** Without any notification: a warning, as long as resets are answered. */
  silenceMs: 120_000,
  closeMs: 1_000,
  /** The least that a download, an installation or an activation is given. */
  minSoftwareEventMs: 600_000,
} as const;

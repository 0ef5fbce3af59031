/** What a simulated Radio Unit does wrong, to order; all of it was seen of devices or may be expected of them. */
export const faultKinds = [
  "silent-tcp",
  "silent-ssh",
  "no-hello",
  "hello-without-session-id",
  "only-base-1.0",
  "no-notifications",
  "freeze",
  "slow-bytes",
  "tiny-chunks",
  "half-a-message",
  "wrong-framing",
  "unknown-message-id",
  "no-message-id",
  "deep-xml",
  "malformed-xml",
  "refuse-edit",
  "ignore-edit",
  "refuse-watchdog",
  "refuse-alarms",
  "wrong-password",
  "other-host-key",
  "alarm-storm",
  "event-before-reply",
  "restart-while-configuring",
  "download-fails",
  "install-fails",
  "activation-fails",
  "falls-back",
] as const;

export type FaultKind = (typeof faultKinds)[number];

export type Faults = ReadonlySet<FaultKind>;

/** What a simulated Radio Unit does wrong, or otherwise than most, to order: seen of devices or to be expected of them. */

/** By its name: what happens. */
export const faults = {
  "closed-port": "nothing listens on its port",
  "silent-ssh": "it takes a connection and says nothing",
  "wrong-password": "it has another password",
  "only-keyboard-interactive": "it asks for the password, and takes none unasked",
  "other-host-key": "it has another host key",
  "no-subsystem": "SSH works, and there is no NETCONF behind it",
  "no-hello": "NETCONF begins with silence",
  "hello-without-session-id": "a hello that no session can begin with",
  "only-base-1.0": "no chunks: the end of a message is marked",
  "no-notifications": "it cannot be supervised",
  "no-interleave": "a session with a subscription takes nothing but watchdog resets",
  "announces-modules": "hello has the O-RAN modules, too",
  "bare-data": "the data of a reply are in no namespace",
  freeze: "it answers nothing, and TCP goes on",
  "slow-bytes": "a byte each millisecond",
  "byte-a-packet": "each byte in a packet of its own",
  "tiny-chunks": "each byte in a chunk of its own",
  "half-a-message": "it closes in the middle of a message",
  "wrong-framing": "no chunks where chunks were agreed on",
  "unknown-message-id": "replies to nothing that was asked",
  "no-message-id": "replies that do not say to what",
  "deep-xml": "20,000 elements inside each other",
  "huge-xml": "a message of 5 MiB",
  "malformed-xml": "XML that ends in the middle",
  "duplicate-attributes": "an attribute twice",
  "refuse-edit": "a configuration is refused",
  "ignore-edit": "a configuration is taken, and nothing changes",
  "refuse-reading": "the configuration cannot be read",
  "refuse-watchdog": "watchdog resets fail",
  "refuse-alarms": "the list of alarms cannot be read",
  "refuse-reset": "it does not restart",
  "alarm-storm": "500 alarms each second",
  "event-before-reply": "what a request began ends before it is answered",
  "restart-while-configuring": "it restarts after each part of a configuration",
  "keeps-configuration": "its configuration survives a restart",
  "keeps-watchdog": "the watchdog of a session that was dropped goes on",
  "clock-jumps": "its clock is another one each time",
  "download-fails": "PROTOCOL_ERROR at each download",
  "install-fails": "FILE_ERROR at each installation",
  "activation-fails": "APPLICATION_ERROR at each activation",
  "no-software-events": "software never says that it is done",
  "falls-back": "it starts with the old software again",
} as const;

export type FaultKind = keyof typeof faults;

export const faultKinds = Object.keys(faults) as FaultKind[];

export type Faults = ReadonlySet<FaultKind>;

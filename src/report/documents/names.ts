/** Names of the JSON documents, in the order of the commands, for whoever needs no more of them. */
export const documentNames = [
  "check",
  "explain",
  "convert",
  "plan",
  "render",
  "apply",
  "status",
  "down",
  "undo",
  "emulate",
  "radio-list",
  "radio-show",
  "radio-alarms",
  "radio-done",
  "switch-ports",
  "switch-vlans",
  "switch-addresses",
  "switch-counters",
  "switch-configuration",
  "switch-apply",
  "frame-send",
  "frame-expect",
  "problems",
] as const;

export type DocumentName = (typeof documentNames)[number];

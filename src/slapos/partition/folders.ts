/** Folders of a partition, relative to it. */

export const folders = {
  etc: "etc",
  service: "etc/service",
  plugin: "etc/plugin",
  promise: "etc/promise",
  log: "var/log",
  run: "var/run",
} as const;

/** What a partition runs with: where things are on this node, and what was found there. */

export type Means = {
  /** The partition's folder, absolute. */
  readonly partition: string;
  /** The script that runs `ors`. */
  readonly ors: string;
  /** The script or program that runs dnsmasq. */
  readonly dnsmasq: string;
  /** Folders that Python imports the promises' modules from, in order. */
  readonly pythonPath: readonly string[];
  /** Tells this build of the program from another: services that run it are started anew with it. */
  readonly build: string;
  /** The node's IPv4 address on its LAN. */
  readonly lanIpv4: string | null;
  readonly amarisoft: Amarisoft;
};

/** What the node's administrator installed of Amarisoft's. */
export type Amarisoft = {
  /** `/opt/amarisoft`. */
  readonly folder: string;
  /** The newest `v<date>` folder; null where there is none. */
  readonly version: string | null;
  /** The date up to which the newest licence key serves; null where none tells. */
  readonly licenseExpiration: string | null;
};

/** Folders of a partition that more than one module names, relative to it. */
export const folders = {
  etc: "etc",
  service: "etc/service",
  plugin: "etc/plugin",
  promise: "etc/promise",
  cron: "etc/cron.d",
  log: "var/log",
  run: "var/run",
} as const;

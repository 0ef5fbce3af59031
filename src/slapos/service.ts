/** A service: an executable that supervisord keeps running, named so that it is restarted when what it reads changes. */
import { createHash } from "node:crypto";
import { folders } from "./means.ts";
import { modes, type PartitionFile } from "./partition-file.ts";

export type Service = {
  readonly name: string;
  /** Lines of sh(1); the last one replaces the shell. */
  readonly script: readonly string[];
  /** Files that it reads when it starts. */
  readonly reads: readonly PartitionFile[];
};

/** Letters of the digest in a service's file name. */
const digestLength = 16;

/**
 * The service's file, `etc/service/<name>-<digest>`. slapgrid runs a service by its file name, so one with
 * another name is another service: the digest of the script and of what it reads restarts this one, and only
 * this one, when one of them changes.
 */
export function serviceFile({ name, script, reads }: Service): PartitionFile {
  const content = ["#!/bin/sh", ...script, ""].join("\n");
  const digest = createHash("sha256").update(content);
  for (const file of reads) digest.update(`\0${file.path}\0`).update(file.content);
  const path = `${folders.service}/${name}-${digest.digest("hex").slice(0, digestLength)}`;
  return { path, content, mode: modes.executable };
}

/** What a service does with `testing`: it is there and does nothing. */
export const idle = ["exec sleep infinity"];

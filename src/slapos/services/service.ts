/** A service: an executable that supervisord keeps running. */
import { createHash } from "node:crypto";
import { getNotePath } from "../../state/running-service.ts";
import { folders } from "../partition/folders.ts";
import { modes, type PartitionFile } from "../partition/partition-file.ts";
import { quoteShellWord } from "../partition/quote.ts";

export type Service = {
  readonly name: string;
  /** Lines of sh(1); the last one replaces the shell. */
  readonly script: readonly string[];
  /** Files that it reads when it starts. */
  readonly reads: readonly PartitionFile[];
  /** Files that it reads when it starts and at SIGHUP. */
  readonly rereads?: readonly PartitionFile[];
};

export type RenderedService = {
  readonly name: string;
  readonly file: PartitionFile;
  /** Of its script and of what it reads: a running one that notes another was started before they changed. */
  readonly digest: string;
  /** Of what it reads at SIGHUP, where it does. */
  readonly rereads?: string;
};

/** Letters of a digest. */
const digestLength = 16;

/**
 * The file `etc/service/<name>`. Its name stays: slapgrid restarts all services of a partition, the eNB among them,
 * when the name of one changes. Instead a service notes its process and its digest as it starts, and `endOutdated`
 * ends those, and only those, that slapgrid shall start anew.
 */
export function renderService({ name, script, reads, rereads }: Service, partition: string): RenderedService {
  const digest = computeServiceDigest(script, reads);
  const lines = [
    "#!/bin/sh",
    "# the 22nd field is the time when the process started (proc_pid_stat(5))",
    "set -- $(cat /proc/$$/stat)",
    `echo "$$ \${22} ${digest}" > ${quoteShellWord(getNotePath(partition, name))}`,
    ...script,
    "",
  ];
  const file = { path: `${folders.service}/${name}`, content: lines.join("\n"), mode: modes.executable };
  return { name, file, digest, ...(rereads && { rereads: computeServiceDigest([], rereads) }) };
}

function computeServiceDigest(script: readonly string[], files: readonly PartitionFile[]): string {
  const hash = createHash("sha256").update(script.join("\n"));
  for (const file of files) hash.update(`\0${file.path}\0`).update(file.content);
  return hash.digest("hex").slice(0, digestLength);
}

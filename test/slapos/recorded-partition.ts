/** A partition that an older release left, laid where it was recorded, with its services running. */
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isRunning } from "../../src/state/process-identity.ts";
import type { Namespace } from "../support/netns.ts";
import { until } from "../support/until.ts";

const recorded = join(import.meta.dirname, "recorded");

/** Where it was recorded; in a namespace with a /srv of its own. */
export const partition = "/srv/slapgrid/slappart0";
export const release = "/srv/slapgrid/software";
export const amarisoft = "/srv/amarisoft";

/** The parameters that it was made of. */
export function readRecordedParameters(version: string): string {
  return readFileSync(join(recorded, `${version}.json`), "utf8");
}

/** Lays the folder, with the modes that its stamp notes. */
export function layPartition(namespace: Namespace, version: string): void {
  namespace.sh(`mount -t tmpfs tmpfs /srv && mkdir -p ${partition}/var/log ${partition}/var/run`);
  cpSync(join(recorded, version), `/proc/${namespace.pid}/root${partition}`, { recursive: true });
  const { files } = JSON.parse(readFileSync(join(recorded, version, ".ors/stamp.json"), "utf8"));
  const modes = Object.entries<string>(files).map(([path, mark]) => [mark.slice(-3), path]);
  namespace.sh(`cd ${partition}; ${modes.map(([mode, path]) => `chmod ${mode} ${path}`).join("; ")}`);
}

/** Starts what is in `etc/service`, with programs in place of the real ones that do nothing until they are ended. */
export async function startServices(namespace: Namespace): Promise<void> {
  const programs = [
    ...["ors", "dnsmasq"].map((name) => `${release}/bin/${name}`),
    `${amarisoft}/v2026-01-01/enb/lteenb`,
  ];
  namespace.sh(`
    for program in ${programs.join(" ")}; do
      mkdir -p $(dirname $program); printf '#!/bin/sh\\nexec sleep 900\\n' > $program; chmod 755 $program
    done
    mkdir /srv/bin; printf '#!/bin/sh\\n' > /srv/bin/sudo; chmod 755 /srv/bin/sudo`);
  const env = { PATH: `/srv/bin:${process.env.PATH}` };
  for (const name of listServices(namespace)) {
    namespace.start(["setsid", `${partition}/etc/service/${name}`], { env });
    await until(() => readNotes(namespace).has(name), `${name} notes its process`);
  }
}

/** `<pid> <start> <digest>` by service, of those that run. */
export function readRunning(namespace: Namespace): ReadonlyMap<string, string> {
  return new Map(
    [...readNotes(namespace)].filter(([, note]) => {
      const [pid, startTicks] = note.split(" ").map(Number);
      return isRunning({ pid: pid ?? 0, startTicks: startTicks ?? 0 });
    }),
  );
}

/** Every file below the partition. */
export function listFiles(namespace: Namespace): string[] {
  return namespace.sh(`cd ${partition}; find . -type f -printf '%P\\n'`).trim().split("\n").sort();
}

function listServices(namespace: Namespace): string[] {
  return readdirSync(`/proc/${namespace.pid}/root${partition}/etc/service`).sort();
}

function readNotes(namespace: Namespace): Map<string, string> {
  const said = namespace.sh(`cd ${partition}/var/run; grep -H . *.started 2>/dev/null || true`);
  const lines = said.split("\n").filter(Boolean);
  return new Map(lines.map((line) => [line.split(".started:")[0] ?? "", line.split(".started:")[1] ?? ""]));
}

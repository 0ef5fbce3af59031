/** Brings a partition to its parameters: files, subtaps, running services, logs. */
import { join } from "node:path";
import type { FileChange } from "../../output/compare.ts";
import { wantedSincePath, wantNewResults } from "../../promise/kept/kept-results.ts";
import { readStamp } from "../../state/stamp.ts";
import { readNode } from "../node/read-node.ts";
import type { Published } from "../published/published.ts";
import { addRadioFacts } from "../published/radio-facts.ts";
import { endOutdated } from "../services/end-outdated.ts";
import { hangUp } from "../services/hang-up.ts";
import { rotateLogs } from "../services/rotate-logs.ts";
import { statsLogName } from "../services/stats-log.ts";
import { applySubtaps } from "./apply-subtaps.ts";
import { computeDigest } from "./digest.ts";
import { folders } from "./folders.ts";
import type { MadePartition, PartitionRequest } from "./make-partition.ts";

export type UpdatedPartition = {
  /** Every file of the partition that is ours, relative to it. */
  readonly files: readonly string[];
  readonly changes: readonly FileChange[];
  /** Changes of subtaps, as the trampoline says them. */
  readonly subtaps: readonly string[];
  /** Services that were ended, for slapgrid to start anew. */
  readonly ended: readonly string[];
  /** Services that read their files anew. */
  readonly reread: readonly string[];
  readonly published: Published;
};

/**
 * Throws an InputError with all that is wrong with the parameters: nothing was changed then; or a FailureError.
 *
 * @param warn is given a line for each warning, and for what keeps the subtaps from the plan: the promises tell it too
 * @param trampoline path of netcapdo where it is not beside the program
 */
export async function updatePartition(
  request: PartitionRequest,
  warn: (line: string) => void,
  trampoline: string | undefined,
): Promise<UpdatedPartition> {
  const { partition } = request.environment;
  const made = findMade(request) ?? (await makeAnew(request, warn));
  const subtaps = made.testing ? [] : await applySubtaps(partition, made.plan, warn, trampoline);
  const ended = await endOutdated(partition, made.services);
  const reread = hangUp(partition, made.services);
  if (!made.testing) wantNewResults(join(partition, wantedSincePath));
  rotateLogs(join(partition, folders.log), [statsLogName, "enb.log"]);
  rotateLogs(join(partition, ".slapgrid/promise/log"));
  const changes = made.changes.filter(({ change }) => change !== "unchanged");
  const published = await addRadioFacts(made.published, made.managed, partition);
  return { files: made.files, changes, subtaps, ended, reread, published };
}

/** What an earlier run made, where it was made of the same and nothing of it was touched. */
function findMade(request: PartitionRequest): Omit<MadePartition, "warnings"> | undefined {
  const { text, environment, amarisoftFolder } = request;
  const stamp = readStamp(environment.partition);
  if (stamp === undefined) return undefined;
  const now = { ...environment, ...readNode(text, stamp.testing, amarisoftFolder) };
  if (computeDigest(text, now) !== stamp.madeOf) return undefined;
  return { ...stamp, files: Object.keys(stamp.files), changes: [] };
}

/** Loads what makes partitions only here: most runs change nothing. */
async function makeAnew(request: PartitionRequest, warn: (line: string) => void): Promise<MadePartition> {
  const [{ makePartition }, { formatIssue }] = await Promise.all([
    import("./make-partition.ts"),
    import("../../issue/format.ts"),
  ]);
  const made = await makePartition(request);
  for (const issue of made.warnings) warn(formatIssue(issue));
  return made;
}

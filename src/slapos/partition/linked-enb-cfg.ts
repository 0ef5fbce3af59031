/** A ready enb.cfg, fetched from where the instance's parameters say. */
import { join } from "node:path";
import { FailureError } from "../../issue/exit-code.ts";
import { readIfThere } from "../../output/read-if-there.ts";
import type { Site } from "../../site/site.ts";
import { folders } from "./folders.ts";
import { modes, type PartitionFile } from "./partition-file.ts";

type ConfigLink = NonNullable<Site["enb"]["configLink"]>;

const maxFetchMs = 30_000;
const maxCharacters = 10 * 1024 * 1024;
const sourceName = "enb.cfg.source";

/**
 * enb.cfg, and beside it a note where it came from: it is fetched again only when link or version change. Throws
 * a FailureError where it cannot be had.
 */
export async function fetchEnbCfg(partition: string, link: ConfigLink): Promise<PartitionFile[]> {
  const note = `${link.url}\n${link.version ?? ""}\n`;
  const folder = join(partition, folders.etc);
  const isSame = readIfThere(join(folder, sourceName)) === note;
  const kept = isSame ? readIfThere(join(folder, "enb.cfg")) : undefined;
  return [
    { path: "enb.cfg", content: kept ?? (await fetchText(link.url)), mode: modes.plain },
    { path: sourceName, content: note, mode: modes.plain },
  ];
}

async function fetchText(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(maxFetchMs) });
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    const text = await response.text();
    if (text.length > maxCharacters) throw new Error(`more than ${maxCharacters} characters`);
    return text;
  } catch (thrown) {
    const { cause, message } = thrown as Error;
    throw new FailureError(`enb_config_link: ${url}: ${cause instanceof Error ? cause.message : message}`);
  }
}

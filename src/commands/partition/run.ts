/**
 * `ors partition`: everything of a SlapOS partition, from the parameters that slapconfiguration hands over. It
 * prints one JSON document: which files are the partition's, what to publish, whom to tell what is wrong.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { delimiter, resolve } from "node:path";
import type { Run } from "../../console/command.ts";
import type { ValuesOf } from "../../console/definition.ts";
import type { Terminal } from "../../console/terminal.ts";
import { findInstanceFile } from "../../input/input-file.ts";
import { readText } from "../../input/read-text.ts";
import { exitCode, InputError } from "../../issue/exit-code.ts";
import { loadSubtaps } from "../../slapos/partition/apply-subtaps.ts";
import type { PartitionRequest } from "../../slapos/partition/make-partition.ts";
import { updatePartition } from "../../slapos/partition/update-partition.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  // the recipe starts this before it asks the master: what nearly each run needs is loaded until the parameters come
  await loadSubtaps();
  const request = createRequest(terminal, options);
  try {
    const updated = await updatePartition(request, terminal.complain, options.trampoline);
    terminal.print(JSON.stringify({ ...updated, errors: {} }));
    return exitCode.good;
  } catch (cause) {
    if (cause instanceof InputError) {
      const { groupRefusals } = await import("../../slapos/published/refusal.ts");
      const errors = groupRefusals(request.text, cause.issues);
      terminal.print(JSON.stringify({ files: [], published: {}, errors }));
    }
    throw cause;
  }
};

function createRequest(terminal: Terminal, options: ValuesOf<typeof definition>): PartitionRequest {
  return {
    text: readText(terminal, findInstanceFile(options)),
    environment: {
      partition: resolve(options.partition),
      ors: options.ors,
      dnsmasq: options.dnsmasq,
      pythonPath: (options.pythonPath ?? "").split(delimiter).filter(Boolean),
      build: computeBuildDigest(),
    },
    amarisoftFolder: options.amarisoft,
  };
}

/** The program's entry names its chunks, which are named by what is in them. */
function computeBuildDigest(): string {
  const entry = readFileSync(process.argv[1] ?? "");
  return createHash("sha256").update(entry).digest("hex").slice(0, 16);
}

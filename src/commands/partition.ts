/**
 * `ors partition`: everything of a SlapOS partition, from the parameters that slapconfiguration hands over. It
 * prints one JSON document: which files are the partition's, what to publish, whom to tell what is wrong.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { delimiter, resolve } from "node:path";
import { type Invocation, type Run, textOption } from "../console/command.ts";
import type { Terminal } from "../console/terminal.ts";
import { readInput, requiredOption } from "../input/input.ts";
import { exitCode, InputError } from "../issue/exit-code.ts";
import type { PartitionRequest } from "../slapos/partition/make-partition.ts";
import { updatePartition } from "../slapos/partition/update-partition.ts";

export const run: Run = async (terminal, invocation) => {
  const request = createRequest(terminal, invocation);
  try {
    const updated = await updatePartition(request, terminal.complain, textOption(invocation, "trampoline"));
    terminal.print(JSON.stringify({ ...updated, errors: {} }));
    return exitCode.good;
  } catch (cause) {
    if (cause instanceof InputError) {
      const { groupRefusals } = await import("../slapos/published/refusal.ts");
      const errors = groupRefusals(request.text, cause.issues);
      terminal.print(JSON.stringify({ files: [], published: {}, errors }));
    }
    throw cause;
  }
};

function createRequest(terminal: Terminal, invocation: Invocation): PartitionRequest {
  return {
    text: readInput(terminal, requiredOption(invocation, "instance")),
    environment: {
      partition: resolve(requiredOption(invocation, "partition")),
      ors: textOption(invocation, "ors") ?? "ors",
      dnsmasq: textOption(invocation, "dnsmasq") ?? "dnsmasq",
      pythonPath: (textOption(invocation, "python-path") ?? "").split(delimiter).filter(Boolean),
      build: computeBuildDigest(),
    },
    amarisoftFolder: textOption(invocation, "amarisoft"),
  };
}

/** The program's entry names its chunks, which are named by what is in them. */
function computeBuildDigest(): string {
  const entry = readFileSync(process.argv[1] ?? "");
  return createHash("sha256").update(entry).digest("hex").slice(0, 16);
}

/** A process that writes files, for tests that kill it, crowd it or take its rights. */
import * as nodeFs from "node:fs";
import type { FileSystem } from "../../src/output/file-system.ts";
import { writeFiles } from "../../src/output/write-files.ts";
import type { RenderedFile } from "../../src/render/rendered-file.ts";
import { mutatingCalls } from "./mutating-calls.ts";

export type WriterOrder = {
  readonly directory: string;
  readonly files: readonly RenderedFile[];
  /** SIGKILL in place of this mutating call, counted from 0. */
  readonly killAt?: number;
};

const order = JSON.parse(nodeFs.readFileSync(0, "utf8")) as WriterOrder;
let calls = 0;
const killing = mutatingCalls(nodeFs, () => {
  if (calls === order.killAt) process.kill(process.pid, "SIGKILL");
  calls += 1;
});
try {
  const changes = writeFiles(order.directory, order.files, killing as FileSystem);
  process.stdout.write(JSON.stringify({ changes, calls }));
} catch (thrown) {
  process.stderr.write(thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown));
  process.exitCode = 4;
}

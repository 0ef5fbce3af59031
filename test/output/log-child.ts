/** A process that appends lines to a log until it fails. */
import { readFileSync } from "node:fs";
import { appendLog } from "../../src/output/log.ts";

export type LogOrder = { readonly path: string; readonly lines: number; readonly bytes: number };

const order = JSON.parse(readFileSync(0, "utf8")) as LogOrder;
try {
  for (let line = 0; line < order.lines; line++) {
    appendLog(order.path, new Date(0), { level: "INFO", message: "x".repeat(order.bytes), data: {} });
  }
} catch (thrown) {
  process.stderr.write(thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown));
  process.exitCode = 4;
}

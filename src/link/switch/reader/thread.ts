/** The program of the thread that reads configurations, `dist/switch-reader.js`: texts come in, checked ones go out. */
import { constants, getPriority, setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
// loaded now: the first text is not to wait for it
import "../../../instance/text/yaml-text.ts";
import { error, place } from "../../../issue/issue.ts";
import { maxConfigurationBytes } from "../../../vlan/limits.ts";
import { loadConfiguration } from "../../../vlan/load-configuration.ts";
import type { ReadAnswer, ReadRequest } from "./messages.ts";

/** Above that of the thread that forwards: frames go first where both want the same processor. */
const niceness = 5;

giveWay();
parentPort?.on("message", async (request: ReadRequest) => {
  parentPort?.postMessage(await readBytes(request));
});

/** On Linux a priority is that of a thread, here of this one: setpriority(2), "C library/kernel differences". */
function giveWay(): void {
  setPriority(Math.min(getPriority() + niceness, constants.priority.PRIORITY_LOW));
}

async function readBytes({ bytes, file }: ReadRequest): Promise<ReadAnswer> {
  const text = decodeText(bytes);
  if (text !== undefined) return await loadConfiguration(text, file);
  const expected = `at most ${maxConfigurationBytes} bytes of YAML or JSON`;
  return { value: undefined, issues: [error(place(), "the message is not text in UTF-8", expected)] };
}

function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

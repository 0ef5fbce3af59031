/** Promises of slapos.toolbox in one Python process. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { type JsonProcess, talkTo } from "./json-process.ts";

export type Promises = Pick<JsonProcess, "close"> & {
  /** The levels of what a promise says of a log, or the exception that it ends with. */
  readonly ask: (promise: string, config: Readonly<Record<string, string>>) => Promise<readonly string[]>;
};

/** @param bin of the virtual environment */
export function startPromises(bin: string): Promises {
  const script = join(import.meta.dirname, "promises.py");
  const { ask, close } = talkTo(spawn(join(bin, "python"), ["-W", "ignore", script]));
  return { ask: (promise, config) => ask({ promise, config }), close };
}

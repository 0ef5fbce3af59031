/** Promises of slapos.toolbox in one Python process. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

export type Promises = {
  /** The levels of what a promise says of a log, or the exception that it ends with. */
  readonly ask: (promise: string, config: Readonly<Record<string, string>>) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
};

/** @param bin of the virtual environment */
export function startPromises(bin: string): Promises {
  const child: ChildProcessWithoutNullStreams = spawn(join(bin, "python"), [
    "-W",
    "ignore",
    join(import.meta.dirname, "promises.py"),
  ]);
  child.stderr.pipe(process.stderr);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return {
    ask: async (promise, config) => {
      child.stdin.write(`${JSON.stringify({ promise, config })}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error("the promises ended");
      return JSON.parse(value);
    },
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** A program that answers JSON lines with JSON lines. */
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

export type JsonProcess = {
  readonly ask: <T>(question: object) => Promise<T>;
  readonly close: () => Promise<void>;
};

/** @param child with pipes as standard input and output */
export function talkTo(child: ChildProcess): JsonProcess {
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null) throw new TypeError("the program has no pipes");
  stderr?.pipe(process.stderr);
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return {
    ask: async (question) => {
      stdin.write(`${JSON.stringify(question)}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error("the program ended");
      return JSON.parse(value);
    },
    close: async () => {
      stdin.end();
      await ended;
    },
  };
}

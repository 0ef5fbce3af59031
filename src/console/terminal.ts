/** Where commands write to and read from: standard streams, and what a person sees of them. */
import { fstatSync, readFileSync } from "node:fs";
import type { Paint, Style } from "../report/paint.ts";

export type Terminal = {
  /** A line (or several) of the result, to standard output. */
  readonly print: (text: string) => void;
  /** A problem or a notice, to standard error. */
  readonly complain: (text: string) => void;
  readonly readStandardInput: () => string;
  /** Paints for a terminal without NO_COLOR, else gives the text back. */
  readonly paint: Paint;
  /** Columns of text that fit into a line. */
  readonly width: number;
  /** Says on a terminal that something takes longer than a second; gives what ends the saying. */
  readonly progress: (text: string) => () => void;
};

const styles: Readonly<Record<Style, number>> = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 };
const progressAfter = 1000; // ms

/** The process's own streams. */
export function processTerminal(): Terminal {
  const colour = process.stdout.isTTY === true && !process.env.NO_COLOR;
  return {
    print: (text) => void process.stdout.write(`${text}\n`),
    complain: (text) => void process.stderr.write(`${text}\n`),
    readStandardInput: () => {
      fstatSync(0);
      return readFileSync(0, "utf8");
    },
    paint: (style, text) => (colour ? `\u001b[${styles[style]}m${text}\u001b[0m` : text),
    width: Math.min(process.stdout.columns ?? 100, 110),
    progress: (text) => {
      if (process.stderr.isTTY !== true) return () => {};
      const timer = setTimeout(() => process.stderr.write(`${text} …\n`), progressAfter);
      return () => clearTimeout(timer);
    },
  };
}
